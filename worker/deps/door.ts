import type { Verdict } from '../domain/admission.ts';
import type {
  DecidedScan,
  Direction,
  DoorCounts,
  DoorFacts,
  DoorReport,
  Instant,
  ScanRequest,
  Scanner,
  TicketFacts,
} from '../domain/door.ts';
import type { Permission } from '../domain/permission.ts';
import type { Outcome } from '../domain/refusal.ts';

/* The door: scans, stats, sockets' single-use tickets. */

export interface DoorRoom {
  /** Something the door knows changed: tickets, types, gates, the event. Never throws for the caller's sake; the heartbeat repeats it. */
  kick(): Promise<void>;
  /** Somebody's rights, sessions or device changed: sockets that may no longer be here are closed. */
  recheck(): Promise<void>;
  /** Pulls and delivers what a crash or an absence of Postgres left behind. */
  heartbeat(): Promise<void>;
  /** Verdicts in the order of the scans. `scan_conflict` where a scanId came again with other content; the others stay decided. */
  mark(scanner: Scanner, scans: ScanRequest[]): Promise<Outcome<{ verdicts: DecidedScan[]; counts: DoorCounts }>>;
  /** The verdict that a scan would get; changes nothing. */
  validate(scanner: Scanner, scan: ScanRequest): Promise<Outcome<{ verdict: DecidedScan; counts: DoorCounts }>>;
  undo(scanner: Scanner, request: { scanId: string; reason: string }): Promise<Outcome<{ counts: DoorCounts }>>;
  stats(): Promise<Outcome<{ report: DoorReport }>>;
}

export interface DoorDeps {
  doors: DoorStore;
}

/** What the check-in API asks Postgres. */
export interface DoorStore {
  /** The device that this person's browser is at this event; made where it isn't there yet. Null: no such event or gate. */
  openDevice(request: DeviceRequest): Promise<DoorDevice | null>;
  searchGuests(eventId: string, words: string): Promise<GuestRow[]>;
  listAttendees(
    eventId: string,
    page: { after: { name: string; ticketId: string } | null; limit: number },
  ): Promise<GuestRow[]>;
  eventExists(eventId: string): Promise<boolean>;
  /** Events not long over where this person has had a device. */
  eventsOfScanner(userId: string): Promise<string[]>;
}
export interface DeviceRequest {
  eventId: string;
  userId: string;
  /** One that the browser was given before; taken where it is this person's at this event. */
  deviceId?: string;
  /** The id of the device to be made where it isn't. */
  otherwiseId: string;
  name?: string;
  gateId?: string;
  defaultName: string;
}
export interface DoorDevice {
  id: string;
  name: string;
  gateId: string | null;
}
export interface GuestRow {
  ticketId: string;
  number: string;
  attendeeName: string;
  typeName: string;
  email: string;
  status: 'valid' | 'cancelled';
  enteredAt: Date | null;
  inside: boolean;
}

/** Where a door pulls its copy from, and delivers to. Every call may fail: the door goes on without. */
export interface DoorSource {
  /** Null where Postgres has no such event. */
  readFacts(eventId: string): Promise<DoorFacts | null>;
  /** The next page of changed tickets, by their `seq`. */
  readTickets(eventId: string, afterSeq: number, limit: number): Promise<SourcedTicket[]>;
  /** For a door that lost its storage: what was delivered before, a page at a time. */
  readAttendance(eventId: string, afterId: string, limit: number): Promise<DeliveredEntry[]>;
  /** Newest first. */
  readScans(eventId: string, before: DeliveredScan | null, limit: number): Promise<DeliveredScan[]>;
  /** With the private halves, sealed. */
  readKeys(eventId: string): Promise<EventKeyRow[]>;
  /** The event of a ticket that is not ours, with the keys that its codes are signed by. */
  findElsewhere(ticket: { id?: string; number?: string }): Promise<{ eventId: string; keys: DoorFacts['keys'] } | null>;
  /** What these people and devices may do now; whoever is not in the answer does not exist (any more). */
  readStandings(userIds: string[], deviceIds: string[]): Promise<Standings>;
  /** Idempotent. Answers the entries that Postgres' constraints refuse: they clash with what it has. */
  deliver(eventId: string, delivery: DoorDelivery): Promise<DoorClash[]>;
}
export interface Standings {
  people: Standing[];
  revokedDevices: string[];
}
export interface Standing {
  userId: string;
  permissions: Permission[];
  /** Null: everywhere. */
  eventIds: string[] | null;
  /** When the oldest of their sessions that still hold began. Null: none holds. */
  signedInSince: Instant | null;
}
export type SourcedTicket = TicketFacts & { seq: number; keyId: number; issuedAt: Instant };
/** A key pair that signs an event's tickets; the private half is sealed for the purpose `event-key {eventId}`. */
export interface EventKeyRow {
  eventId: string;
  keyId: number;
  publicKey: Uint8Array;
  privateKeySealed: Uint8Array;
  revokedAt: Date | null;
}
export interface ScanKey {
  deviceId: string;
  scanId: string;
}
export interface DeliveredScan extends ScanKey {
  ticketId: string | null;
  gateId: string | null;
  sessionId: string | null;
  direction: Direction;
  result: Verdict;
  rawCode: string;
  userId: string | null;
  deviceName: string;
  gateName: string;
  scannedAt: Instant;
  decidedAt: Instant;
  undoneAt: Instant | null;
  undoReason: string | null;
}
export interface DeliveredEntry {
  id: string;
  ticketId: string;
  sessionId: string;
  entryDeviceId: string;
  entryScanId: string;
  enteredAt: Instant;
  exitedAt: Instant | null;
  undoneAt: Instant | null;
  onlyEntry: boolean;
  gateId: string | null;
  gateName: string;
  deviceName: string;
}
export interface DoorDelivery {
  scans: DeliveredScan[];
  entries: Omit<DeliveredEntry, 'gateId' | 'gateName' | 'deviceName'>[];
  /** Sessions that ended: whoever was still in is out. */
  closings: { sessionId: string; endedAt: Instant; closedAt: Instant }[];
}
export interface DoorClash {
  entryId: string;
  ticketId: string;
  deviceId: string;
  scanId: string;
  reason: 'second_entry' | 'unknown_ticket';
}
