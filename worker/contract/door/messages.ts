import { z } from 'zod';
import { Arrivals, Counts, DoorConflict, Scan, ScanRecord, ScanVerdict } from './checkin.ts';
import { DeviceState } from './device.ts';
import { ErrorCode } from '../error.ts';
import { isWritable } from '#domain/writable-text.ts';
import { Id } from '../field.ts';

const Reason = z.string().trim().min(1).max(300).refine(isWritable);

/**
 * The messages of `/parties/door/{eventId}`, as JSON text frames. A client gets a snapshot when it connects, then
 * changes numbered without gaps; after a gap it requests a snapshot.
 */
export const FromScanner = z.discriminatedUnion('type', [
  z.object({ type: z.literal('scan'), scan: Scan }),
  z.object({ type: z.literal('undo'), scanId: Id, reason: Reason }),
  z.object({ type: z.literal('snapshot') }),
  z.object({ type: z.literal('gate'), gateId: Id.nullable() }),
  z.object({ type: z.literal('override'), scanId: Id, reason: Reason }),
  z.object({ type: z.literal('close_conflict'), conflictId: Id }),
  /** How many scans are queued on the device, so that a supervisor sees which devices are offline. */
  z.object({ type: z.literal('status'), waiting: z.int().min(0).max(1_000_000) }),
]);
export type FromScanner = z.infer<typeof FromScanner>;

const DoorEvent = z.object({
  id: Id,
  title: z.string(),
  gates: z.array(z.object({ id: Id, name: z.string() })),
  sessions: z.array(z.object({ id: Id, name: z.string(), startsAt: z.string(), endsAt: z.string() })),
  timeZone: z.string(),
  /** While a rehearsal is running, also at its own door. */
  rehearsalUntil: z.string().nullable(),
});
/** The receiver's identity and rights here. */
export const You = z.object({
  deviceId: Id,
  deviceName: z.string(),
  gateId: Id.nullable(),
  /** Paired for this gate: it scans at no other. */
  gateIsFixed: z.boolean(),
  mayScan: z.boolean(),
  maySell: z.boolean(),
  maySupervise: z.boolean(),
});
export type You = z.infer<typeof You>;
export const FromDoor = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    seq: z.int(),
    event: DoorEvent,
    counts: Counts,
    lastScans: z.array(ScanRecord),
    conflicts: z.array(DoorConflict),
    you: You,
    /** For supervisors: all paired devices and signed-in accounts at this door. */
    devices: z.array(DeviceState).optional(),
    /** For dashboards and supervisors. */
    perFiveMinutes: z.array(Arrivals).optional(),
    serverTime: z.string(),
  }),
  z.object({ type: z.literal('changes'), seq: z.int(), counts: Counts, scans: z.array(ScanRecord) }),
  z.object({ type: z.literal('verdict'), verdict: ScanVerdict }),
  z.object({ type: z.literal('undone'), scanId: Id }),
  z.object({ type: z.literal('conflict'), conflict: DoorConflict }),
  z.object({ type: z.literal('conflict_closed'), conflictId: Id }),
  /** Staff renamed the device or moved it to another gate. */
  z.object({ type: z.literal('you'), you: You }),
  /** For supervisors: the devices, whenever they change. */
  z.object({ type: z.literal('devices'), devices: z.array(DeviceState) }),
  z.object({ type: z.literal('refused'), code: ErrorCode, message: z.string(), scanId: Id.optional() }),
]);
export type FromDoor = z.infer<typeof FromDoor>;
