import type { Scanner } from '#domain/account/scanner.ts';
import type {
  DecidedScan,
  DevicePresence,
  DoorCounts,
  DoorReport,
  PartyMember,
  ScanRequest,
} from '#domain/door/door.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Attendance } from '#domain/ticket/attendance.ts';
import type { Stores } from '../stores.ts';

export type DoorDeps = Pick<Stores, 'doors' | 'devices' | 'doorSales' | 'rehearsals'>;

/** One door. The room implements it (party/door.ts), and the stub that reaches it (compose/room-stubs.ts). */
export interface DoorRoom {
  /**
   * Something the door knows changed: tickets, types, gates, the event. Never throws for the caller's sake; the
   * heartbeat repeats it.
   */
  kick(): Promise<void>;
  /** Rights, sessions or a device changed: closes the sockets that are no longer allowed. */
  recheck(): Promise<void>;
  /** Pulls and delivers what a crash or an absence of Postgres left behind. */
  heartbeat(): Promise<void>;
  /**
   * Verdicts in the order of the scans. `scan_conflict` where a scanId came again with other content; the others stay
   * decided.
   */
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
  /** Which of the tickets have come in, from the room's ledger alone, without Postgres. */
  attendance(ticketIds: string[]): Promise<Outcome<{ attendance: Attendance }>>;
  /** The booking of this device's scan that was refused as `unpaid`; `nothing_to_pay` for any other scan. */
  owed(scanner: Scanner, scanId: string): Promise<Outcome<{ bookingId: string; again: Omit<ScanRequest, 'scanId'> }>>;
  /**
   * `mark`, on what Postgres says this very moment: for tickets that were just sold or paid. `unavailable` without it.
   */
  markFresh(scanner: Scanner, scans: ScanRequest[]): ReturnType<DoorRoom['mark']>;
  /** In a rehearsal, in place of the box office: what a practice booking owes, and whether it was taken now. */
  payPracticeBooking(bookingId: string): Promise<Outcome<{ amountMinor: number; currency: string; taken: boolean }>>;
  closeConflict(scanner: Scanner, conflictId: string): Promise<Outcome<object>>;
  /** A scanner's pack, gzipped (see domain/door/pack.ts): whole, or the changes since a pack's cursor. */
  pack(since: string | null): Promise<Outcome<{ bytes: Uint8Array }>>;
  stats(): Promise<Outcome<{ report: DoorReport }>>;
  /**
   * A paired device by its token: what it is and may here. `device_revoked`, or `not_signed_in` for one that never was.
   */
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
