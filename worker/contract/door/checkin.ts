import { z } from 'zod';
import { VERDICTS, CONFLICT_REASONS } from '#domain/door/verdict.ts';
import { Cursor, Id, Time, listOf, shownLine } from '../field.ts';
import { Money } from '../money.ts';

export const Verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof Verdict>;
export const Direction = z.enum(['entry', 'exit']);
export type Direction = z.infer<typeof Direction>;

/** `code` is a QR code's text or a ticket's number; `ticketId` comes from a search. */
export const ScanInput = z.object({
  scanId: Id,
  code: z.string().min(1).max(512).optional(),
  ticketId: Id.optional(),
  gateId: Id.optional(),
  sessionId: Id.optional(),
  direction: Direction.default('entry'),
  scannedAt: Time.optional(),
  shown: z.object({ result: Verdict, at: Time }).optional(),
});
export type ScanInput = z.infer<typeof ScanInput>;
const hasSubject = (scan: { code?: string; ticketId?: string }) =>
  (scan.code === undefined) !== (scan.ticketId === undefined);
export const Scan = ScanInput.refine(hasSubject, { error: 'Exactly one of code and ticketId' });

export const MarkScans = z
  .union([
    z.object({ eventId: Id, scans: z.array(Scan).min(1).max(500) }),
    ScanInput.extend({ eventId: Id }).refine(hasSubject, { error: 'Exactly one of code and ticketId' }),
  ])
  .meta({ id: 'MarkScans' });
export type MarkScans = z.infer<typeof MarkScans>;
export const ValidateCode = z.object({
  eventId: Id,
  code: z.string().min(1).max(512),
  gateId: Id.optional(),
  direction: Direction.default('entry'),
});
export const OverrideScan = z
  .object({ eventId: Id, scanId: Id, reason: z.string().trim().min(1).max(300) })
  .meta({ id: 'OverrideScan' });
export const PartyQuestion = z.object({ ticketId: Id });
/** All tickets of one booking, in order. */
export const Party = z
  .object({
    members: z.array(
      z.object({
        ticketId: Id,
        numberEnd: z.string(),
        attendeeName: z.string(),
        typeName: z.string(),
        status: z.enum(['valid', 'cancelled']),
        inside: z.boolean(),
        entered: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Party' });
export type Party = z.infer<typeof Party>;
export const CloseConflict = z.object({ eventId: Id });
export const UndoScan = z.object({ eventId: Id, scanId: Id, reason: z.string().trim().min(1).max(300) });

export const Counts = z
  .object({
    /** Valid tickets that have entered the current session; per gate: people who entered there. */
    entered: z.int(),
    /**
     * Valid tickets that are inside, each once, however many entered with it; per gate: people who entered there and
     * are inside.
     */
    inside: z.int(),
    /** Valid tickets admitted to the current session. */
    expected: z.int(),
    refused: z.int(),
    perGate: z.array(
      z.object({ gateId: Id.nullable(), name: z.string(), entered: z.int(), inside: z.int(), refused: z.int() }),
    ),
    perType: z.array(
      z.object({ ticketTypeId: Id, name: z.string(), entered: z.int(), inside: z.int(), expected: z.int() }),
    ),
    /** Entries in the last 60 seconds. */
    perMinute: z.int(),
  })
  .meta({ id: 'Counts' });
export type Counts = z.infer<typeof Counts>;

export const ScanTicket = z.object({
  id: Id,
  number: z.string(),
  typeName: z.string(),
  attendeeName: z.string(),
  doorNote: z.string(),
});

/** Why an offline entry contradicts what the door knows. */
export const ConflictReason = z.enum(CONFLICT_REASONS);
/** Two admissions of one ticket, or one that the door would have refused; open until someone closes it. */
export const DoorConflict = z
  .object({
    id: Id,
    ticketId: Id.nullable(),
    scanId: Id,
    reason: ConflictReason,
    attendeeName: z.string(),
    typeName: z.string(),
    /** The device that admitted the ticket, and the device of the conflicting entry. */
    deviceId: Id,
    deviceName: z.string(),
    gateName: z.string(),
    otherDeviceId: Id.nullable(),
    otherDeviceName: z.string(),
    scannedAt: Time,
    noticedAt: Time,
  })
  .meta({ id: 'DoorConflict' });
export type DoorConflict = z.infer<typeof DoorConflict>;

/** The verdict of one scan. `previous` is the time, gate and device of an earlier entry that stands in the way. */
export const ScanVerdict = z
  .object({
    scanId: Id,
    result: Verdict,
    repeat: z.boolean(),
    ticket: ScanTicket.optional(),
    previous: z.object({ at: Time, gateName: z.string(), deviceName: z.string() }).optional(),
    /** For wrong_type, and for unpaid at such a gate: the names of the gates that take the ticket. */
    otherGates: z.array(z.string()).optional(),
    /** Set for not_yet_valid and no_longer_valid. */
    validFrom: Time.optional(),
    validUntil: Time.optional(),
    /** For unpaid: the amount that the booking owes. */
    amountDue: Money.optional(),
    /** Valid tickets of the same booking, if there are more than this one. */
    partySize: z.int().optional(),
    /** The device decided offline; its verdict is what happened. */
    offline: z.boolean().optional(),
    /** A supervisor overrode this refused scan. */
    overridden: z.boolean().optional(),
    /** Set where the device admitted a ticket that the door would have refused. */
    conflict: z.object({ id: Id, reason: ConflictReason }).optional(),
    decidedAt: Time,
  })
  .meta({ id: 'ScanVerdict' });
export type ScanVerdict = z.infer<typeof ScanVerdict>;
/** A single scan returns its verdict with the counts; a queue returns each verdict in order. */
export const ScanAnswer = ScanVerdict.extend({ counts: Counts }).meta({ id: 'ScanAnswer' });
export const ScanQueueAnswer = z
  .object({ verdicts: z.array(ScanVerdict), counts: Counts })
  .meta({ id: 'ScanQueueAnswer' });

export const ScanRecord = z
  .object({
    scanId: Id,
    result: Verdict,
    direction: Direction,
    attendeeName: z.string(),
    typeName: z.string(),
    number: z.string(),
    gateName: z.string(),
    deviceName: z.string(),
    scannedAt: Time,
    undone: z.boolean(),
    offline: z.boolean(),
    overridden: z.boolean(),
  })
  .meta({ id: 'ScanRecord' });
export type ScanRecord = z.infer<typeof ScanRecord>;

/** Entries in the five minutes from `at`, over the last six hours; empty ones are left out. */
export const Arrivals = z.object({ at: Time, entered: z.int() });
export type Arrivals = z.infer<typeof Arrivals>;

export const DoorStats = z
  .object({
    eventId: Id,
    counts: Counts,
    perFiveMinutes: z.array(Arrivals),
    lastScans: z.array(ScanRecord),
    conflicts: z.array(DoorConflict),
    undelivered: z.int(),
    serverTime: Time,
  })
  .meta({ id: 'DoorStats' });
export type DoorStats = z.infer<typeof DoorStats>;

/** The events at which the caller can check in: current or upcoming, the soonest first. */
export const DoorEvent = z.object({
  id: Id,
  title: z.string(),
  startsAt: Time,
  endsAt: Time,
  timeZone: z.string(),
  venueName: z.string(),
});
export type DoorEvent = z.infer<typeof DoorEvent>;
export const DoorEventList = listOf(DoorEvent).meta({ id: 'DoorEventList' });

/** Guests found by name, email or number; namesakes differ by type, the number's end and the masked address. */
export const GuestFound = z.object({
  ticketId: Id,
  attendeeName: z.string(),
  typeName: z.string(),
  numberEnd: z.string(),
  maskedEmail: z.string(),
  inside: z.boolean(),
  status: z.enum(['valid', 'cancelled']),
});
export const GuestSearch = z.object({ q: z.string().trim().min(2).max(100) });
export const GuestList = listOf(GuestFound).meta({ id: 'GuestList' });
/** For staff who may see bookings: whole addresses and numbers. */
export const Attendee = GuestFound.omit({ numberEnd: true, maskedEmail: true }).extend({
  number: z.string(),
  email: z.string(),
  enteredAt: Time.nullable(),
  /** To be paid at the door. */
  unpaid: z.boolean(),
});
export const AttendeeList = listOf(Attendee).meta({ id: 'AttendeeList' });
export const AttendeeQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: Cursor.max(600).optional(),
});

export const DoorTicketRequest = z.object({
  gateId: Id.optional(),
  deviceId: Id.optional(),
  deviceName: shownLine(60).optional(),
  listenOnly: z.boolean().optional(),
});
/** `ticket` opens one WebSocket within 30 seconds. */
export const DoorTicket = z.object({ ticket: z.string(), deviceId: Id, url: z.string() }).meta({ id: 'DoorTicket' });
