import { ENTRY_LENGTH, FLAG, NONE, type PackEntry, type PackTicket, TICKET_LENGTH } from './pack.ts';

/** A ticket's record at this position, with its name stored elsewhere. */
export function readTicket(bytes: Uint8Array, at: number, sealedName: Uint8Array): PackTicket {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, TICKET_LENGTH);
  const flags = view.getUint8(26);
  return {
    id: toUuid(toHex(bytes.subarray(at, at + 16))),
    numberHash: toHex(bytes.subarray(at + 16, at + 22)),
    typeIndex: view.getUint16(22),
    revision: view.getUint16(24),
    status: flags & FLAG.valid ? 'valid' : 'cancelled',
    amountDueMinor: flags & FLAG.unpaid ? view.getUint16(27) * 2 ** 32 + view.getUint32(29) : null,
    partyTag: toHex(bytes.subarray(at + 33, at + 37)),
    nameVersion: view.getUint32(37),
    sealedName,
  };
}

export function readEntry(bytes: Uint8Array, at: number): PackEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, ENTRY_LENGTH);
  const orNull = (value: number) => (value === NONE ? null : value);
  const exited = view.getUint32(22);
  return {
    ticketId: toUuid(toHex(bytes.subarray(at, at + 16))),
    sessionIndex: orNull(view.getUint16(16)),
    enteredAt: view.getUint32(18) * 1000,
    exitedAt: exited === 0 ? null : exited * 1000,
    gateIndex: orNull(view.getUint16(26)),
  };
}

export const bytesOfId = (id: string) => bytesOfHex(id.replaceAll('-', ''));
export const bytesOfHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}
const toUuid = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
