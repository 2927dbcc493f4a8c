import { createCipheriv, createHash, hkdfSync } from 'node:crypto';
import { NUMBER_HASH_BYTES, PARTY_TAG_BYTES, numberHashInput } from '#domain/door/pack.ts';
import { NAME_KEY_BYTES, NAME_NONCE, nameKeyInfo, nameToSeal } from '#domain/door/sealed-name.ts';

export interface NameToSeal {
  name: string;
  /** Of the ticket's code. */
  signature: Uint8Array;
  revision: number;
  /** Random for every sealed text. */
  nameVersion: number;
}

/** Seals the name for scanners so that only the ticket itself opens it. Synchronous: it takes a fifth of WebCrypto's time. */
export function sealName({ name, signature, revision, nameVersion }: NameToSeal): Uint8Array {
  const key = hkdfSync('sha256', signature, '', nameKeyInfo(revision, nameVersion), NAME_KEY_BYTES);
  const cipher = createCipheriv('aes-256-gcm', new Uint8Array(key), NAME_NONCE);
  const parts = [cipher.update(nameToSeal(name)), cipher.final(), cipher.getAuthTag()];
  return new Uint8Array(Buffer.concat(parts));
}

export const hashNumber = (eventId: string, number: string | null): string =>
  number === null ? '0'.repeat(2 * NUMBER_HASH_BYTES) : digest(numberHashInput(eventId, number), NUMBER_HASH_BYTES);

export const partyTag = (bookingId: string | null): string =>
  bookingId === null ? '0'.repeat(2 * PARTY_TAG_BYTES) : digest(bookingId, PARTY_TAG_BYTES);

const digest = (text: string, bytes: number) =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * bytes);
