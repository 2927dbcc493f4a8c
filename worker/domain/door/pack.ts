import type { DoorFacts, Instant, TicketFacts } from './door.ts';

/**
 * A scanner's data for deciding offline: the event's facts, every ticket, and the entries. Bytes, written by the door's
 * room and read by the browser, whole or as the changes since a cursor. Numbers are big-endian.
 *
 *   pack     0 magic "EVDP" · 4 version · then sections, the last of kind 0
 *   section  0 kind · 1–4 count · 5–8 length of what follows
 *   1 head     PackHead as JSON
 *   2 tickets  count records sorted by id, then their sealed names in the same order
 *   3 entries  count records, those of one ticket together
 *
 * A name is sealed under the ticket's own code (see sealed-name.ts), so that a pack reveals nothing without the tickets.
 */
export interface PackHead {
  /** The cursor of the next request; only the room can read it. */
  cursor: string;
  /** False: only the changes since the requested cursor. */
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

/**
 * A current stay; `sessionIndex` null says that the ticket no longer has one. Indexes refer to the pack's own facts.
 */
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
/** Sealed names are padded to whole blocks, plus a tag, so that their length reveals little. */
export const NAME_BLOCK = 16;
export const NAME_TAG = 16;
export const NONE = 0xffff;

/** A number's hash: the first six bytes of its SHA-256. A lost phone reveals no numbers. */
export const numberHashInput = (eventId: string, number: string) => `${eventId}${number}`;
export const NUMBER_HASH_BYTES = 6;
/** Of SHA-256 over the booking's id. */
export const PARTY_TAG_BYTES = 4;

export const FLAG = { valid: 1, unpaid: 2 } as const;

export const packFacts = ({ event, sessions, types, gates, keys }: DoorFacts): PackFacts => ({
  event,
  sessions,
  types,
  gates,
  keys,
});
