import type { Verdict } from './admission.ts';

/** Milliseconds since 1970 UTC: what a room's SQLite stores and compares. */
export type Instant = number;
export type Direction = 'entry' | 'exit';

export interface SessionFacts {
  id: string;
  name: string;
  startsAt: Instant;
  endsAt: Instant;
}

export interface TypeFacts {
  id: string;
  index: number;
  name: string;
  doorNote: string;
  validFrom: Instant | null;
  validUntil: Instant | null;
  /** Empty: every session. */
  sessionIds: string[];
}

export interface GateFacts {
  id: string;
  name: string;
  /** Empty: every type. */
  typeIds: string[];
}

/** All that a door knows of its event beside the tickets; plain JSON. */
export interface DoorFacts {
  /** The database's, so that a restored one is noticed. */
  epoch: string;
  event: {
    id: string;
    title: string;
    timeZone: string;
    currency: string;
    reEntry: boolean;
    houseCapacity: number | null;
  };
  /** The event's counter of ticket changes when these facts were read. */
  ticketSeq: number;
  sessions: SessionFacts[];
  types: TypeFacts[];
  gates: GateFacts[];
  keys: { keyId: number; publicKey: string; revoked: boolean }[];
}

export interface TicketFacts {
  id: string;
  /** Null while a ticket is known by its signature alone. */
  number: string | null;
  typeId: string;
  status: 'valid' | 'cancelled';
  revision: number;
  attendeeName: string;
  /** What its booking, paid at the door, still owes; null where nothing is. */
  amountDueMinor: number | null;
}

/** Whoever scans, as the API has proved it. */
export interface Scanner {
  deviceId: string;
  deviceName: string;
  userId: string | null;
  gateId: string | null;
  mayScan: boolean;
  mayUndoAny: boolean;
}

export interface ScanRequest {
  scanId: string;
  code?: string;
  ticketId?: string;
  gateId?: string;
  sessionId?: string;
  direction: Direction;
  scannedAt?: string;
}

/** A decided scan as it is answered, on every wire. Times are ISO 8601 UTC. */
export interface DecidedScan {
  scanId: string;
  result: Verdict;
  repeat: boolean;
  ticket?: { id: string; number: string; typeName: string; attendeeName: string; doorNote: string };
  previous?: { at: string; gateName: string; deviceName: string };
  otherGates?: string[];
  validFrom?: string;
  validUntil?: string;
  amountDue?: { amount: number; currency: string };
  decidedAt: string;
}

export interface DoorCounts {
  entered: number;
  inside: number;
  expected: number;
  refused: number;
  perGate: { gateId: string | null; name: string; entered: number; inside: number; refused: number }[];
  perType: { ticketTypeId: string; name: string; entered: number; inside: number; expected: number }[];
  perMinute: number;
}

/** A line of the list of last scans. */
export interface ScanLine {
  scanId: string;
  result: Verdict;
  direction: Direction;
  attendeeName: string;
  typeName: string;
  number: string;
  gateName: string;
  deviceName: string;
  scannedAt: string;
  undone: boolean;
}

export interface DoorReport {
  eventId: string;
  counts: DoorCounts;
  lastScans: ScanLine[];
  undelivered: number;
  serverTime: string;
}
