import type { DoorFacts, Instant, TicketFacts } from './door.ts';

/**
 * What a scanner carries so that it can decide alone: the event's facts, every ticket, and who is in. Bytes, made by the
 * door's room and read by the browser, whole or as what changed since. Numbers are big-endian.
 *
 *   pack     0 magic "EVDP" · 4 version · then sections, the last of kind 0
 *   section  0 kind · 1–4 count · 5–8 length of what follows
 *   1 head     PackHead as JSON
 *   2 tickets  count records sorted by id, then their sealed names in the same order
 *   3 entries  count records, those of one ticket together
 *
 * A name is sealed under the ticket's own code (see sealed-name.ts), so that a pack tells nothing without the tickets.
 */
export interface PackHead {
  /** What the next question begins from; means nothing to anybody but the room. */
  cursor: string;
  /** False: only what changed since the cursor that was asked for. */
  isWhole: boolean;
  madeAt: Instant;
  facts: PackFacts;
}
export type PackFacts = Pick<DoorFacts, 'event' | 'sessions' | 'types' | 'gates' | 'keys'>;

export interface PackTicket {
  id: string;
  /** Twelve hexadecimal digits; all zeros where the ticket has no number. */
  numberHash: string;
  typeIndex: number;
  revision: number;
  status: TicketFacts['status'];
  amountDueMinor: number | null;
  /** The same for all tickets of a booking. */
  partyTag: string;
  nameVersion: number;
  /** Empty while the room has not sealed it. */
  sealedName: Uint8Array;
}

/** A stay that stands; `sessionIndex` null says that the ticket has none (any more). Indexes are of the pack's own facts. */
export interface PackEntry {
  ticketId: string;
  sessionIndex: number | null;
  enteredAt: Instant;
  exitedAt: Instant | null;
  gateIndex: number | null;
}

export const MAGIC = [0x45, 0x56, 0x44, 0x50, 1];
export const SECTION = { end: 0, head: 1, tickets: 2, entries: 3 } as const;
export const SECTION_HEAD = 9;
export const TICKET_LENGTH = 42;
export const ENTRY_LENGTH = 28;
/** Sealed names are whole blocks and a tag, so that their length tells little. */
export const NAME_BLOCK = 16;
export const NAME_TAG = 16;
export const NONE = 0xffff;

/** What a number's hash is made of: SHA-256, its first six bytes. Whoever finds a phone finds no numbers on it. */
export const numberHashInput = (eventId: string, number: string) => `${eventId}${number}`;
export const NUMBER_HASH_BYTES = 6;
/** Of SHA-256 over the booking's id. */
export const PARTY_TAG_BYTES = 4;

export const FLAG = { valid: 1, unpaid: 2 } as const;

export const packFacts = ({ event, sessions, types, gates, keys }: DoorFacts): PackFacts => ({
  ...{ event, sessions, types, gates, keys },
});
