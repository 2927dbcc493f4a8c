import { z } from 'zod';
import { Counts, Scan, ScanRecord, ScanVerdict } from './checkin.ts';
import { ErrorCode } from './error.ts';
import { Id } from './field.ts';

/**
 * What crosses `/parties/door/{eventId}`, as JSON text frames. A client gets a snapshot when it connects, then changes
 * numbered without gaps; where it sees a gap it asks for a snapshot.
 */
export const FromScanner = z.discriminatedUnion('type', [
  z.object({ type: z.literal('scan'), scan: Scan }),
  z.object({ type: z.literal('undo'), scanId: Id, reason: z.string().trim().min(1).max(300) }),
  z.object({ type: z.literal('snapshot') }),
  z.object({ type: z.literal('gate'), gateId: Id.nullable() }),
]);
export type FromScanner = z.infer<typeof FromScanner>;

const DoorEvent = z.object({
  id: Id,
  title: z.string(),
  gates: z.array(z.object({ id: Id, name: z.string() })),
  sessions: z.array(z.object({ id: Id, name: z.string(), startsAt: z.string(), endsAt: z.string() })),
  timeZone: z.string(),
});
export const FromDoor = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    seq: z.int(),
    event: DoorEvent,
    counts: Counts,
    lastScans: z.array(ScanRecord),
    serverTime: z.string(),
  }),
  z.object({ type: z.literal('changes'), seq: z.int(), counts: Counts, scans: z.array(ScanRecord) }),
  z.object({ type: z.literal('verdict'), verdict: ScanVerdict }),
  z.object({ type: z.literal('undone'), scanId: Id }),
  z.object({
    type: z.literal('conflict'),
    ticketId: Id.nullable(),
    scanId: Id,
    reason: z.string(),
    attendeeName: z.string(),
  }),
  z.object({ type: z.literal('refused'), code: ErrorCode, message: z.string(), scanId: Id.optional() }),
]);
export type FromDoor = z.infer<typeof FromDoor>;
