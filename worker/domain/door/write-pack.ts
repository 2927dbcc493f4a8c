import {
  ENTRY_LENGTH,
  FLAG,
  MAGIC,
  NAME_BLOCK,
  NAME_TAG,
  NONE,
  type PackEntry,
  type PackHead,
  type PackTicket,
  SECTION,
  SECTION_HEAD,
  TICKET_LENGTH,
} from './pack.ts';

/** The first bytes of a pack. */
export function packStart(head: PackHead): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const { bytes } = section(SECTION.head, 1, json.length);
  bytes.set(json, SECTION_HEAD);
  return joined([Uint8Array.from(MAGIC), bytes]);
}

export const packEnd = (): Uint8Array => section(SECTION.end, 0, 0).bytes;

/** Sorted by id, each id once. */
export function ticketSection(tickets: readonly PackTicket[]): Uint8Array {
  const names = tickets.reduce((sum, ticket) => sum + ticket.sealedName.length, 0);
  const written = section(SECTION.tickets, tickets.length, tickets.length * TICKET_LENGTH + names);
  let nameAt = SECTION_HEAD + tickets.length * TICKET_LENGTH;
  tickets.forEach((ticket, index) => {
    writeTicket(written, SECTION_HEAD + index * TICKET_LENGTH, ticket);
    written.bytes.set(ticket.sealedName, nameAt);
    nameAt += ticket.sealedName.length;
  });
  return written.bytes;
}

function writeTicket({ bytes, view }: Section, at: number, ticket: PackTicket): void {
  const { amountDueMinor: due, sealedName } = ticket;
  writeHex(bytes, at, ticket.id.replaceAll('-', ''));
  writeHex(bytes, at + 16, ticket.numberHash);
  view.setUint16(at + 22, ticket.typeIndex);
  view.setUint16(at + 24, ticket.revision);
  bytes[at + 26] = (ticket.status === 'valid' ? FLAG.valid : 0) | (due === null ? 0 : FLAG.unpaid);
  // More than four bytes: amounts are minor units, and some currencies have large numbers.
  view.setUint16(at + 27, Math.floor((due ?? 0) / 2 ** 32));
  view.setUint32(at + 29, (due ?? 0) % 2 ** 32);
  writeHex(bytes, at + 33, ticket.partyTag);
  view.setUint32(at + 37, ticket.nameVersion);
  bytes[at + 41] = sealedName.length === 0 ? 0 : (sealedName.length - NAME_TAG) / NAME_BLOCK;
}

export function entrySection(entries: readonly PackEntry[]): Uint8Array {
  const { bytes, view } = section(SECTION.entries, entries.length, entries.length * ENTRY_LENGTH);
  entries.forEach(({ ticketId, sessionIndex, enteredAt, exitedAt, gateIndex }, index) => {
    const at = SECTION_HEAD + index * ENTRY_LENGTH;
    writeHex(bytes, at, ticketId.replaceAll('-', ''));
    view.setUint16(at + 16, sessionIndex ?? NONE);
    view.setUint32(at + 18, Math.floor(enteredAt / 1000));
    view.setUint32(at + 22, exitedAt === null ? 0 : Math.max(1, Math.floor(exitedAt / 1000)));
    view.setUint16(at + 26, gateIndex ?? NONE);
  });
  return bytes;
}

interface Section {
  bytes: Uint8Array;
  view: DataView;
}

function section(kind: number, count: number, length: number): Section {
  const bytes = new Uint8Array(SECTION_HEAD + length);
  const view = new DataView(bytes.buffer);
  bytes[0] = kind;
  view.setUint32(1, count);
  view.setUint32(5, length);
  return { bytes, view };
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const digit = (code: number) => (code < 58 ? code - 48 : (code | 32) - 87);

function writeHex(bytes: Uint8Array, at: number, hex: string): void {
  for (let index = 0; index < hex.length; index += 2)
    bytes[at + index / 2] = (digit(hex.charCodeAt(index)) << 4) | digit(hex.charCodeAt(index + 1));
}
