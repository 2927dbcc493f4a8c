/**
 * The text in a ticket's QR code: 94 bytes as base32 (RFC 4648 §6, no padding), 151 characters that a QR code stores in
 * alphanumeric mode.
 *
 *   0 version · 1 key id · 2–5 event tag · 6–21 ticket id · 22–23 revision · 24–25 ticket type's index
 *   26–29 time of issue (seconds) · 30–93 Ed25519 signature over bytes 0–29
 *
 * Signing and verifying are outside; this is only the format.
 */
export interface TicketClaims {
  keyId: number;
  /** The last eight hexadecimal digits of the event's id: they tell a ticket of another event from a forged one. */
  eventTag: string;
  ticketId: string;
  revision: number;
  typeIndex: number;
  issuedAt: Date;
}

export interface ParsedToken extends TicketClaims {
  signed: Uint8Array;
  signature: Uint8Array;
  /** The canonical text of this token. */
  text: string;
}

const VERSION = 1;
const SIGNED_LENGTH = 30;
const TOKEN_LENGTH = SIGNED_LENGTH + 64;
const TEXT_LENGTH = Math.ceil((TOKEN_LENGTH * 8) / 5);
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const VALUE_OF = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, BASE32.indexOf(String.fromCharCode(code))));
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const TOKEN_IN_TEXT = new RegExp(`(?:^|[^A-Z0-9])([A-Z2-7]{${TEXT_LENGTH}})(?![A-Z0-9])`);

export const eventTag = (eventId: string) => eventId.slice(-8).toLowerCase();

/** Returns the bytes to be signed. */
export function signedPart(claims: TicketClaims): Uint8Array {
  const bytes = new Uint8Array(SIGNED_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  bytes[1] = claims.keyId;
  bytes.set(fromHex(claims.eventTag), 2);
  bytes.set(fromHex(claims.ticketId.replaceAll('-', '')), 6);
  view.setUint16(22, claims.revision);
  view.setUint16(24, claims.typeIndex);
  view.setUint32(26, Math.floor(claims.issuedAt.getTime() / 1000));
  return bytes;
}

export function encodeToken(signed: Uint8Array, signature: Uint8Array): string {
  const bytes = new Uint8Array(TOKEN_LENGTH);
  bytes.set(signed, 0);
  bytes.set(signature, SIGNED_LENGTH);
  return toBase32(bytes);
}

/** Accepts lower case, spaces, and a URL around the token; null for anything that is no token. */
export function parseToken(text: string): ParsedToken | null {
  if (text.length > 1024) return null;
  const found = TOKEN_IN_TEXT.exec(text.replace(/\s+/g, '').toUpperCase());
  const token = found?.[1];
  const bytes = token ? fromBase32(token) : null;
  if (!token || !bytes || bytes[0] !== VERSION) return null;
  const view = new DataView(bytes.buffer);
  const hex = toHex(bytes.subarray(2, 22));
  return {
    keyId: view.getUint8(1),
    eventTag: hex.slice(0, 8),
    ticketId: toUuid(hex.slice(8)),
    revision: view.getUint16(22),
    typeIndex: view.getUint16(24),
    issuedAt: new Date(view.getUint32(26) * 1000),
    signed: bytes.subarray(0, SIGNED_LENGTH),
    signature: bytes.subarray(SIGNED_LENGTH),
    text: token,
  };
}

function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(value >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + BASE32[(value << (5 - bits)) & 31] : text;
}

/** Returns null where the padding bits are not zero, so that each token has exactly one text. */
function fromBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0;
  let value = 0;
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    value = ((value << 5) | VALUE_OF[text.charCodeAt(at)]!) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes[length++] = (value >> (bits -= 8)) & 0xff;
  }
  return (value & ((1 << bits) - 1)) === 0 ? bytes : null;
}

function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const toUuid = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
