import { encodeToken, parseToken, signedPart, type TicketClaims } from '#domain/ticket/token.ts';

type Random = () => number;

/** Genuine codes of this event, and of another one whose key its owner has. */
export interface Genuine {
  own: string[];
  foreign: string[];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/**
 * The order of Ed25519's group, little-endian (RFC 8032 §5.1). Adding it to a signature's second half is the trick that
 * rule 5.1.7 refuses.
 */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

type Forgery = (genuine: Genuine, random: Random) => string;

/** The ways to forge a code from genuine ones; each starts with a genuine one. */
const FORGERIES: Record<string, Forgery> = {
  'letters changed': ({ own }, random) => {
    const letters = [...one(own, random)];
    for (let change = 0; change <= random() * 4; change++) letters[below(letters.length, random)] = letter(random);
    return letters.join('');
  },
  'letters swapped': ({ own }, random) => {
    const letters = [...one(own, random)];
    const a = below(letters.length, random);
    const b = below(letters.length, random);
    [letters[a], letters[b]] = [letters[b]!, letters[a]!];
    return letters.join('');
  },
  'a letter more or less': ({ own }, random) => {
    const code = one(own, random);
    const at = below(code.length, random);
    return code.slice(0, at) + (random() < 0.5 ? letter(random) : '') + code.slice(at + (random() < 0.5 ? 1 : 2));
  },
  'a bit flipped': ({ own }, random) => {
    const { signed, signature } = parts(one(own, random));
    const bytes = random() < 0.5 ? signed : signature;
    const at = below(bytes.length - 1, random) + 1;
    bytes[at] = bytes[at]! ^ (1 << below(8, random));
    return encodeToken(signed, signature);
  },
  'other claims under a genuine signature': ({ own, foreign }, random) => {
    const { signature, ...claims } = parseToken(one(random() < 0.7 ? own : foreign, random))!;
    const other = parseToken(one(own, random))!;
    const lies: Partial<TicketClaims>[] = [
      { revision: claims.revision + 1 + below(9, random) },
      { ticketId: other.ticketId },
      { typeIndex: claims.typeIndex + 1 },
      { keyId: below(256, random) },
      { eventTag: other.eventTag },
      { issuedAt: new Date(claims.issuedAt.getTime() + 1000 * (1 + below(1e6, random))) },
    ];
    return encodeToken(signedPart({ ...claims, ...one(lies, random) }), signature);
  },
  'a signature of another code': ({ own, foreign }, random) =>
    encodeToken(parts(one(own, random)).signed, parts(one(random() < 0.5 ? own : foreign, random)).signature),
  'the same signature written differently': ({ own }, random) => {
    const { signed, signature } = parts(one(own, random));
    let half = ORDER;
    for (let at = 0; at < 32; at++) half += BigInt(signature[32 + at]!) << BigInt(8 * at);
    for (let at = 0; at < 32; at++) signature[32 + at] = Number((half >> BigInt(8 * at)) & 255n);
    return encodeToken(signed, signature);
  },
  'no signature to speak of': ({ own }, random) => {
    const signature = new Uint8Array(64);
    if (random() < 0.5) signature[0] = 1;
    return encodeToken(parts(one(own, random)).signed, signature);
  },
  noise: (_, random) =>
    Array.from({ length: below(300, random) + 1 }, () => String.fromCharCode(below(0x250, random))).join(''),
};

/** A code that equals none of the genuine ones, however it is written. */
export function forgedCode(genuine: Genuine, random: Random): { how: string; code: string } {
  const [how, forge] = one(Object.entries(FORGERIES), random);
  const code = forge(genuine, random);
  const text = parseToken(code)?.text;
  const isGenuine = text !== undefined && (genuine.own.includes(text) || genuine.foreign.includes(text));
  return isGenuine || code.trim() === '' ? forgedCode(genuine, random) : { how, code };
}

const below = (end: number, random: Random) => Math.floor(random() * end);
const one = <T>(list: readonly T[], random: Random): T => list[below(list.length, random)]!;
const letter = (random: Random) => LETTERS[below(32, random)]!;

function parts(code: string): { signed: Uint8Array; signature: Uint8Array } {
  const { signed, signature } = parseToken(code)!;
  return { signed: signed.slice(), signature: signature.slice() };
}
