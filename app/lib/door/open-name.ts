import type { PackTicket } from '#domain/door/pack.ts';
import { NAME_KEY_BYTES, NAME_NONCE, nameFromSealed, nameKeyInfo } from '#domain/door/sealed-name.ts';

/** Decrypts the name on a ticket whose code is at hand; empty where the pack's name is of another revision. */
export async function openName(
  { sealedName, revision, nameVersion }: Pick<PackTicket, 'sealedName' | 'revision' | 'nameVersion'>,
  signature: Uint8Array,
): Promise<string> {
  if (sealedName.length === 0) return '';
  try {
    const secret = await crypto.subtle.importKey('raw', copyOf(signature), 'HKDF', false, ['deriveKey']);
    const derivation = {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: copyOf(nameKeyInfo(revision, nameVersion)),
    };
    const cipher = { name: 'AES-GCM', length: NAME_KEY_BYTES * 8 };
    const key = await crypto.subtle.deriveKey(derivation, secret, cipher, false, ['decrypt']);
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: copyOf(NAME_NONCE) }, key, copyOf(sealedName));
    return nameFromSealed(new Uint8Array(opened));
  } catch {
    return '';
  }
}

const copyOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);
