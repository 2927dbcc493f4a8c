import { NAME_BLOCK } from './pack.ts';

/**
 * A name as scanners store it: AES-256-GCM under HKDF-SHA256 (no salt) of the signature in the ticket's code. Each key
 * seals one text, since a changed name gets another version, so the nonce may be zero. This is the format only; the
 * room and the browser bring their own ciphers.
 */
export const NAME_KEY_BYTES = 32;
export const NAME_NONCE = new Uint8Array(12);
/** Longer names are cut: no one reads more from a phone. */
const MOST_BLOCKS = 16;

/** Separates this key from every other key derived from the same code. */
export function nameKeyInfo(revision: number, nameVersion: number): Uint8Array {
  const purpose = new TextEncoder().encode('everato name');
  const info = new Uint8Array(purpose.length + 6);
  info.set(purpose);
  const view = new DataView(info.buffer);
  view.setUint16(purpose.length, revision);
  view.setUint32(purpose.length + 2, nameVersion);
  return info;
}

/** Padded to whole blocks with zeros, which no name contains. */
export function nameToSeal(name: string): Uint8Array {
  const whole = new TextEncoder().encode(name.replaceAll('\0', ''));
  const bytes = cutAtCharacter(whole, MOST_BLOCKS * NAME_BLOCK);
  const padded = new Uint8Array(Math.max(1, Math.ceil(bytes.length / NAME_BLOCK)) * NAME_BLOCK);
  padded.set(bytes);
  return padded;
}

export const nameFromSealed = (opened: Uint8Array): string => new TextDecoder().decode(opened).replaceAll('\0', '');

function cutAtCharacter(bytes: Uint8Array, most: number): Uint8Array {
  let length = Math.min(bytes.length, most);
  // In UTF-8 the later bytes of a character begin with the bits 10.
  while (length < bytes.length && (bytes[length]! & 0xc0) === 0x80) length--;
  return bytes.subarray(0, length);
}
