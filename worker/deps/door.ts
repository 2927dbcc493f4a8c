import type { Verdict, ConflictReason } from '#domain/door/verdict.ts';
import type { BookingMethod } from '#domain/booking/booking.ts';
import type {
  DecidedScan,
  DevicePresence,
  Direction,
  DoorCounts,
  DoorFacts,
  DoorReport,
  Instant,
  PartyMember,
  ScanRequest,
  TicketFacts,
} from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import type { DeviceEdit } from '#domain/door/device-edit.ts';
import type { EventStatus } from '#domain/event/event.ts';
import type { FeeRule } from '#domain/price.ts';
import type { Permission } from '#domain/account/permission.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Actor } from './office.ts';

/* The door: scans, stats, sockets' single-use tickets. */

export interface DoorRoom {
  /** Something the door knows changed: tickets, types, gates, the event. Never throws for the caller's sake; the heartbeat repeats it. */
  kick(): Promise<void>;
  /** Rights, sessions or a device changed: closes the sockets that are no longer allowed. */
  recheck(): Promise<void>;
  /** Pulls and delivers what a crash or an absence of Postgres left behind. */
  heartbeat(): Promise<void>;
  /** Verdicts in the order of the scans. `scan_conflict` where a scanId came again with other content; the others stay decided. */
  mark(scanner: Scanner, scans: ScanRequest[]): Promise<Outcome<{ verdicts: DecidedScan[]; counts: DoorCounts }>>;
  /** The verdict that a scan would get; changes nothing. */
  validate(scanner: Scanner, scan: ScanRequest): Promise<Outcome<{ verdict: DecidedScan; counts: DoorCounts }>>;
  undo(scanner: Scanner, request: { scanId: string; reason: string }): Promise<Outcome<{ counts: DoorCounts }>>;
  /** Overrides a refused scan. `not_overridable` for verdicts that no supervisor may override. */
  override(
    scanner: Scanner,
    request: { scanId: string; reason: string },
  ): Promise<Outcome<{ verdict: DecidedScan; counts: DoorCounts }>>;
  /** All tickets of the ticket's booking; `not_found` where the door knows no such ticket. */
  party(ticketId: string): Promise<Outcome<{ members: PartyMember[] }>>;
  /** The booking of this device's scan that was refused as `unpaid`; `nothing_to_pay` for any other scan. */
  owed(scanner: Scanner, scanId: string): Promise<Outcome<{ bookingId: string; again: Omit<ScanRequest, 'scanId'> }>>;
  /** `mark`, on what Postgres says this very moment: for tickets that were just sold or paid. `unavailable` without it. */
  markFresh(scanner: Scanner, scans: ScanRequest[]): ReturnType<DoorRoom['mark']>;
  /** In a rehearsal, in place of the box office: what a ghost's booking owes, and whether it was taken now. */
  payGhost(bookingId: string): Promise<Outcome<{ amountMinor: number; currency: string; taken: boolean }>>;
  closeConflict(scanner: Scanner, conflictId: string): Promise<Outcome<object>>;
  /** A scanner's pack, gzipped (see domain/door/pack.ts): whole, or the changes since a pack's cursor. */
  pack(since: string | null): Promise<Outcome<{ bytes: Uint8Array }>>;
  stats(): Promise<Outcome<{ report: DoorReport }>>;
  /** A paired device by its token: what it is and may here. `device_revoked`, or `not_signed_in` for one that never was. */
  openDevice(key: DeviceKey): Promise<Outcome<{ scanner: Scanner }>>;
  /** All that were ever seen at this door. */
  devices(): Promise<DevicePresence[]>;
}

/** The contents of a device's token, its seal checked; the room knows whether it is still valid. */
export interface DeviceKey {
  eventId: string;
  deviceId: string;
  /** SHA-256, base64. */
  tokenHash: string;
}

export interface DoorDeps {
  doors: DoorStore;
  devices: DeviceStore;
  doorSales: DoorSaleStore;
  guests: GuestStore;
  rehearsals: RehearsalStore;
}

/** When an event's door is rehearsed. Every change is audited. */
export interface RehearsalStore {
  /** The one that is on. */
  find(eventId: string): Promise<Rehearsal | null>;
  /** `not_found`, or what was decided on the event as it stands, under its lock. */
  begin(
    eventId: string,
    decide: (event: EventStart) => Outcome<{ rehearsal: Rehearsal }>,
    by: Actor,
  ): Promise<Outcome<{ rehearsal: Rehearsal }>>;
  end(eventId: string, at: Date, by: Actor): Promise<Outcome<object>>;
}
export interface Rehearsal {
  since: Date;
  until: Date;
}
export interface EventStart {
  status: EventStatus;
  startsAt: Date;
  endsAt: Date;
  /** How many ticket types it has. */
  types: number;
}

/** Names on an event's guest list. */
export interface GuestStore {
  list(eventId: string): Promise<ListedGuest[]>;
}
export interface ListedGuest {
  bookingId: string;
  reference: string;
  name: string;
  typeName: string;
  tickets: number;
  /** How many of them have come. */
  entered: number;
  createdAt: Date;
}

/** Types on sale at the door, and payments taken there. */
export interface DoorSaleStore {
  /** Null where there is no such event. */
  offer(eventId: string): Promise<DoorOffer | null>;
  shift(eventId: string, deviceId: string): Promise<DoorShift>;
  /** The next sale belongs to the next shift. Audited. */
  endShift(eventId: string, deviceId: string, by: Actor): Promise<DoorShift>;
}
export interface DoorOffer {
  currency: string;
  fees: FeeRule;
  types: {
    id: string;
    name: string;
    /** With fees and tax, and without fees. */
    priceMinor: number;
    listPriceMinor: number;
    payWhatYouWant: boolean;
    places: number;
    left: number | null;
    doorNote: string;
  }[];
}
export interface DoorShift {
  beganAt: Date | null;
  endedAt: Date | null;
  totals: { method: BookingMethod; sales: number; tickets: number; amountMinor: number; currency: string }[];
}

/** Pairing links, and what was paired by them. Every change is audited. */
export interface DeviceStore {
  /** `not_found` for the event, `gate_unknown`. */
  addPairing(pairing: NewPairing, by: Actor): Promise<Outcome<{ pairing: PairingRow }>>;
  /** Null: no such event. Neither what was revoked, nor browsers that never came back. */
  list(eventId: string): Promise<{ pairings: PairingRow[]; devices: DeviceRow[] } | null>;
  findPairing(codeHash: Uint8Array): Promise<PairingRow | null>;
  revokePairing(eventId: string, pairingId: string, by: Actor): Promise<Outcome<object>>;
  /** `pairing_over` where it was revoked meanwhile. */
  pair(device: NewDevice): Promise<Outcome<{ device: DeviceRow; event: PairedEvent }>>;
  find(deviceId: string): Promise<DeviceRow | null>;
  /** `decide` sees the device under its lock, and the gates of its event that are open. */
  change(
    deviceId: string,
    decide: (before: DeviceRow, gateIds: string[]) => Outcome<{ edit: DeviceEdit }>,
    by: Actor,
  ): Promise<Outcome<{ device: DeviceRow }>>;
  revoke(deviceId: string, by: Actor): Promise<Outcome<object>>;
}
export interface NewPairing {
  id: string;
  eventId: string;
  gateId: string | null;
  codeHash: Uint8Array;
  maySell: boolean;
  maySupervise: boolean;
}
export interface PairingRow extends Omit<NewPairing, 'codeHash'> {
  gateName: string;
  deviceCount: number;
  createdAt: Date;
  /** When the event is over. */
  expiresAt: Date;
  /** Revoked, or its event was cancelled. */
  isRevoked: boolean;
}
export interface NewDevice {
  id: string;
  pairingId: string;
  name: string;
  tokenHash: Uint8Array;
}
export interface DeviceRow {
  id: string;
  eventId: string;
  name: string;
  gateId: string | null;
  gateName: string;
  paired: boolean;
  maySell: boolean;
  maySupervise: boolean;
  createdAt: Date;
  lastSeenAt: Date | null;
  isRevoked: boolean;
}
export interface PairedEvent {
  id: string;
  title: string;
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
}

/** The check-in API's queries to Postgres. */
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
  /** To be paid at the door. */
  unpaid: boolean;
}

/**
 * The source of a door's copy, and the target of its deliveries. Every call may fail: the door continues without it.
 */
export interface DoorSource {
  /** Null where Postgres has no such event. */
  readFacts(eventId: string): Promise<DoorFacts | null>;
  /** The next page of changed tickets, by their `seq`. */
  readTickets(eventId: string, afterSeq: number, limit: number): Promise<SourcedTicket[]>;
  /** For a door that lost its storage: what was delivered before, a page at a time. */
  readAttendance(eventId: string, afterId: string, limit: number): Promise<DeliveredEntry[]>;
  /** Newest first. */
  readScans(eventId: string, before: DeliveredScan | null, limit: number): Promise<DeliveredScan[]>;
  /** Open conflicts. */
  readOpenConflicts(eventId: string): Promise<DeliveredConflict[]>;
  /** With the private halves, sealed. */
  readKeys(eventId: string): Promise<EventKeyRow[]>;
  /** The event of a ticket that is not ours, with the keys that its codes are signed by. */
  findElsewhere(ticket: { id?: string; number?: string }): Promise<{ eventId: string; keys: DoorFacts['keys'] } | null>;
  /** The current rights of these people and devices; those missing from the answer no longer exist. */
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
  isOffline: boolean;
  overriddenAt: Instant | null;
  overrideReason: string | null;
  overriddenByDevice: string | null;
  overriddenByUser: string | null;
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
  isConflict: boolean;
  gateId: string | null;
  gateName: string;
  deviceName: string;
}
export interface DoorDelivery {
  scans: DeliveredScan[];
  entries: Omit<DeliveredEntry, 'gateId' | 'gateName' | 'deviceName'>[];
  /** Sessions that ended: everyone still inside is out. */
  closings: { sessionId: string; endedAt: Instant; closedAt: Instant }[];
  conflicts: DeliveredConflict[];
  /** When devices were last heard. */
  seen: { deviceId: string; at: Instant }[];
}
export interface DeliveredConflict {
  id: string;
  ticketId: string | null;
  deviceId: string;
  scanId: string;
  otherDeviceId: string | null;
  reason: ConflictReason;
  noticedAt: Instant;
  closedAt: Instant | null;
  closedByUser: string | null;
  closedByDevice: string | null;
}
export interface DoorClash {
  entryId: string;
  ticketId: string;
  deviceId: string;
  scanId: string;
  reason: 'second_entry' | 'unknown_ticket';
}
