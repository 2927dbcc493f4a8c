import type { ConflictReason, Verdict } from './verdict.ts';

/** Milliseconds since 1970 UTC: the form that a room's SQLite stores and compares. */
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

/** Everything that a door knows of its event besides the tickets; plain JSON. */
export interface DoorFacts {
  /** The database's, so that a restored one is noticed. */
  epoch: string;
  event: {
    id: string;
    title: string;
    timeZone: string;
    currency: string;
    isCancelled: boolean;
    reEntry: boolean;
    houseCapacity: number | null;
    /** While a rehearsal is running. */
    rehearsal: { since: Instant; until: Instant } | null;
  };
  /** The event's counter of ticket changes when these facts were read. */
  ticketSeq: number;
  sessions: SessionFacts[];
  types: TypeFacts[];
  gates: GateFacts[];
  keys: { keyId: number; publicKey: string; revoked: boolean }[];
  /** Paired devices; browsers of accounts are known by their sign-in. */
  devices: DeviceFacts[];
}

export interface DeviceFacts {
  id: string;
  name: string;
  gateId: string | null;
  /** SHA-256 of its token, base64. */
  tokenHash: string;
  maySell: boolean;
  maySupervise: boolean;
  revoked: boolean;
}

export interface TicketFacts {
  id: string;
  /** Null while a ticket is known by its signature alone. */
  number: string | null;
  typeId: string;
  /** Null while a ticket is known by its signature alone. */
  bookingId: string | null;
  status: 'valid' | 'cancelled';
  revision: number;
  attendeeName: string;
  /** The amount that its booking still owes at the door; null where nothing is owed. */
  amountDueMinor: number | null;
}

export interface ScanRequest {
  scanId: string;
  code?: string;
  ticketId?: string;
  gateId?: string;
  sessionId?: string;
  direction: Direction;
  scannedAt?: string;
  /** The verdict that the device gave offline. */
  shown?: { result: Verdict; at: string };
}

/** A decided scan as it is sent, on every wire. Times are ISO 8601 UTC. */
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
  partySize?: number;
  offline?: boolean;
  overridden?: boolean;
  conflict?: { id: string; reason: ConflictReason };
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

/** A line in the list of recent scans. */
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
  offline: boolean;
  overridden: boolean;
}

/** An admission that contradicts other facts, shown until someone closes it. */
export interface OpenConflict {
  id: string;
  ticketId: string | null;
  scanId: string;
  reason: ConflictReason;
  attendeeName: string;
  typeName: string;
  deviceId: string;
  deviceName: string;
  gateName: string;
  otherDeviceId: string | null;
  otherDeviceName: string;
  scannedAt: string;
  noticedAt: string;
}

export interface PartyMember {
  ticketId: string;
  numberEnd: string;
  attendeeName: string;
  typeName: string;
  status: 'valid' | 'cancelled';
  inside: boolean;
  entered: boolean;
}

/** A device as the room sees it now. */
export interface DevicePresence {
  id: string;
  name: string;
  gateName: string;
  online: boolean;
  lastSeenAt: string | null;
  waiting: number;
}

/** Entries in the five minutes from `at`; empty ones are left out. */
export interface Arrivals {
  at: string;
  entered: number;
}

export interface DoorReport {
  eventId: string;
  counts: DoorCounts;
  perFiveMinutes: Arrivals[];
  lastScans: ScanLine[];
  conflicts: OpenConflict[];
  undelivered: number;
  serverTime: string;
}
