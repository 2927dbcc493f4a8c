import {
  ENTRY_LENGTH,
  MAGIC,
  NAME_BLOCK,
  NAME_TAG,
  type PackEntry,
  type PackHead,
  type PackTicket,
  SECTION,
  SECTION_HEAD,
  TICKET_LENGTH,
} from './pack.ts';
import { bytesOfHex, bytesOfId, readEntry, readTicket } from './pack-record.ts';

/** A pack in memory: only the requested parts are unpacked. */
export interface OpenPack {
  head: PackHead;
  ticketCount: number;
  find(ticketId: string): PackTicket | null;
  findByNumberHash(hash: string): PackTicket | null;
  ofParty(tag: string): PackTicket[];
  tickets(): Iterable<PackTicket>;
  entriesOf(ticketId: string): PackEntry[];
  entries(): Iterable<PackEntry>;
}

interface Block {
  bytes: Uint8Array;
  count: number;
}

/** Null for bytes that are no pack, are cut off, or have another version. */
export function openPack(bytes: Uint8Array): OpenPack | null {
  const sections = readSections(bytes);
  if (!sections) return null;
  const tickets = sections.filter(({ kind }) => kind === SECTION.tickets).map(ticketBlock);
  const entries = sections.filter(({ kind }) => kind === SECTION.entries);
  const head = sections.find(({ kind }) => kind === SECTION.head);
  if (!head || tickets.includes(null)) return null;
  return openSections(readHead(head.bytes), tickets as TicketBlock[], entries);
}

function openSections(head: PackHead, tickets: TicketBlock[], entries: Block[]): OpenPack {
  const scan = function* (wanted: Uint8Array | null, offset: number) {
    for (const block of tickets)
      for (let index = 0; index < block.count; index++)
        if (!wanted || isAt(block.bytes, index * TICKET_LENGTH + offset, wanted)) yield ticketAt(block, index);
  };
  return {
    head,
    ticketCount: tickets.reduce((sum, { count }) => sum + count, 0),
    find(ticketId) {
      const id = bytesOfId(ticketId);
      for (const block of tickets) {
        const index = firstFrom(block, TICKET_LENGTH, id);
        if (isAt(block.bytes, index * TICKET_LENGTH, id) && index < block.count) return ticketAt(block, index);
      }
      return null;
    },
    findByNumberHash: (hash) => scan(bytesOfHex(hash), 16).next().value ?? null,
    ofParty: (tag) => [...scan(bytesOfHex(tag), 33)],
    tickets: () => scan(null, 0),
    entriesOf(ticketId) {
      const id = bytesOfId(ticketId);
      const found: PackEntry[] = [];
      for (const block of entries)
        for (let at = firstFrom(block, ENTRY_LENGTH, id); at < block.count && isAt(block.bytes, at * ENTRY_LENGTH, id);)
          found.push(readEntry(block.bytes, at++ * ENTRY_LENGTH));
      return found;
    },
    *entries() {
      for (const block of entries)
        for (let index = 0; index < block.count; index++) yield readEntry(block.bytes, index * ENTRY_LENGTH);
    },
  };
}

function readSections(bytes: Uint8Array): (Block & { kind: number })[] | null {
  if (!isAt(bytes, 0, Uint8Array.from(MAGIC))) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections: (Block & { kind: number })[] = [];
  for (let at = MAGIC.length; at + SECTION_HEAD <= bytes.length;) {
    const kind = bytes[at]!;
    const count = view.getUint32(at + 1);
    const length = view.getUint32(at + 5);
    if (kind === SECTION.end) return sections;
    const body = bytes.subarray(at + SECTION_HEAD, at + SECTION_HEAD + length);
    if (body.length < length || !isWholeCount(kind, count, length)) return null;
    sections.push({ kind, count, bytes: body });
    at += SECTION_HEAD + length;
  }
  return null;
}

const isWholeCount = (kind: number, count: number, length: number) =>
  (kind !== SECTION.tickets || count * TICKET_LENGTH <= length) &&
  (kind !== SECTION.entries || count * ENTRY_LENGTH === length);

const readHead = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as PackHead;

interface TicketBlock extends Block {
  /** The offset of each sealed name. */
  nameAt: Uint32Array;
}

function ticketBlock({ bytes, count }: Block): TicketBlock | null {
  const nameAt = new Uint32Array(count + 1);
  nameAt[0] = count * TICKET_LENGTH;
  for (let index = 0; index < count; index++) {
    const blocks = bytes[index * TICKET_LENGTH + 41]!;
    nameAt[index + 1] = nameAt[index]! + (blocks === 0 ? 0 : blocks * NAME_BLOCK + NAME_TAG);
  }
  return nameAt[count] === bytes.length ? { bytes, count, nameAt } : null;
}

const ticketAt = ({ bytes, nameAt }: TicketBlock, index: number): PackTicket =>
  readTicket(bytes, index * TICKET_LENGTH, bytes.subarray(nameAt[index], nameAt[index + 1]));

/** The first record whose id is not below `id`. */
function firstFrom({ bytes, count }: Block, length: number, id: Uint8Array): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(bytes, middle * length, id)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBelow(bytes: Uint8Array, at: number, id: Uint8Array): boolean {
  for (let index = 0; index < id.length; index++)
    if (bytes[at + index] !== id[index]) return bytes[at + index]! < id[index]!;
  return false;
}

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
