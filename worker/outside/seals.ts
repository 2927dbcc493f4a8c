import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkScope } from '#domain/account/caller.ts';
import type { Seals, SecretLink } from '../ground.ts';

const SCOPES: Record<LinkScope, string> = { booking: 'b', ticket: 't', preview: 'p', waiting: 'w' };
const text = new TextEncoder();

/** Seals with HMAC-SHA256 and AES-256-GCM under keys derived from one secret; each purpose has its own key. */
export function createSeals(secret: string): Seals {
  const derive = (purpose: string) => createHmac('sha256', secret).update(purpose).digest();
  let linkKey: Buffer | undefined;
  const mac = (link: SecretLink) =>
    createHmac('sha256', (linkKey ??= derive('link')))
      .update(`${link.scope}\n${link.id}\n${link.version}`)
      .digest()
      .subarray(0, 20);
  const aesKey = (purpose: string) =>
    crypto.subtle.importKey('raw', derive(`seal ${purpose}`), 'AES-GCM', false, ['encrypt', 'decrypt']);

  return {
    linkToken: (link) => `${SCOPES[link.scope]}1.${compact(link.id)}.${mac(link).toString('base64url')}`,
    readLinkToken,
    isLinkToken(token, link) {
      const claimed = readLinkToken(token);
      if (!claimed || claimed.scope !== link.scope || claimed.id !== link.id) return false;
      const given = Buffer.from(token.split('.')[2] ?? '', 'base64url');
      const expected = mac(link);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    async seal(plain, purpose) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const additionalData = text.encode(purpose);
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, await aesKey(purpose), plain);
      return new Uint8Array([...iv, ...new Uint8Array(sealed)]);
    },
    async open(sealed, purpose) {
      const parameters = { name: 'AES-GCM', iv: sealed.slice(0, 12), additionalData: text.encode(purpose) };
      return new Uint8Array(await crypto.subtle.decrypt(parameters, await aesKey(purpose), sealed.slice(12)));
    },
    derive: (purpose) => derive(purpose).toString('base64url'),
  };
}

function readLinkToken(token: string): { scope: LinkScope; id: string } | null {
  const match = /^([btpw])1\.([\w-]{22})\.[\w-]{27}$/.exec(token);
  const scope = (Object.keys(SCOPES) as LinkScope[]).find((name) => SCOPES[name] === match?.[1]);
  return match && scope ? { scope, id: expand(match[2] ?? '') } : null;
}

const compact = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');

function expand(compacted: string): string {
  const hex = Buffer.from(compacted, 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
