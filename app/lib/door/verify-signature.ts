export type VerifySignature = (signed: {
  publicKey: Uint8Array;
  message: Uint8Array;
  signature: Uint8Array;
}) => Promise<boolean>;

let chosen: Promise<VerifySignature> | undefined;

/** Ed25519 (RFC 8032) by the browser, or in JavaScript where the browser lacks it. */
export const verifySignature: VerifySignature = async (signed) => (await (chosen ??= choose()))(signed);

async function choose(): Promise<VerifySignature> {
  try {
    await crypto.subtle.importKey('raw', ANY_KEY, 'Ed25519', false, ['verify']);
    return byBrowser;
  } catch {
    return loadJavaScript();
  }
}

/** The base point: a public key like any other (RFC 8032 §5.1). */
const ANY_KEY = Uint8Array.from([0x58, ...new Array<number>(31).fill(0x66)]);

async function byBrowser({ publicKey, message, signature }: Parameters<VerifySignature>[0]): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', Uint8Array.from(publicKey), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, Uint8Array.from(signature), Uint8Array.from(message));
}

/** Also called ahead, so that it is loaded before the network goes. */
export async function loadJavaScript(): Promise<VerifySignature> {
  const { verifyAsync } = await import('@noble/ed25519');
  return async ({ publicKey, message, signature }) => {
    try {
      return await verifyAsync(signature, message, publicKey);
    } catch {
      return false;
    }
  };
}
