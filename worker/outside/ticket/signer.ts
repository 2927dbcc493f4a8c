import type { TicketSigner } from '../../ground.ts';

const PKCS8_PREFIX = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]);
const keys = new Map<string, CryptoKey>();

/** Ed25519 (RFC 8032) by WebCrypto, which Workers, Node and browsers have. Imported keys are cached by their bytes. */
export const ticketSigner: TicketSigner = {
  async generate() {
    const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    const pkcs8 = new Uint8Array((await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer);
    const publicKey = new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer);
    return { publicKey, privateKey: pkcs8.slice(-32) };
  },
  async sign(message, privateKey) {
    const key = await imported('pkcs8', new Uint8Array([...PKCS8_PREFIX, ...privateKey]), 'sign');
    return new Uint8Array(await crypto.subtle.sign('Ed25519', key, message));
  },
  async verify(signature, message, publicKey) {
    return crypto.subtle.verify('Ed25519', await imported('raw', publicKey, 'verify'), signature, message);
  },
  async publicKeyOf(privateKey) {
    const pkcs8 = new Uint8Array([...PKCS8_PREFIX, ...privateKey]);
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
    const { x } = (await crypto.subtle.exportKey('jwk', key)) as JsonWebKey;
    return new Uint8Array(Buffer.from(x!, 'base64url'));
  },
};

async function imported(format: 'raw' | 'pkcs8', bytes: Uint8Array, use: 'sign' | 'verify'): Promise<CryptoKey> {
  const name = `${use} ${bytes.toHex?.() ?? Buffer.from(bytes).toString('hex')}`;
  const known = keys.get(name);
  if (known) return known;
  const key = await crypto.subtle.importKey(format, bytes, 'Ed25519', false, [use]);
  if (keys.size > 1000) keys.clear();
  keys.set(name, key);
  return key;
}
