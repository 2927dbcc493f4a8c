import type { Arrivals, Counts, ScanRecord } from '#contract/door/checkin.ts';
import type { DeviceState } from '#contract/door/device.ts';
import type { FromDoor, You } from '#contract/door/messages.ts';

type Snapshot = Extract<FromDoor, { type: 'snapshot' }>;
type Changes = Extract<FromDoor, { type: 'changes' }>;

/** The door's state for scanners and dashboards, as of change number `seq`. */
export interface DoorPicture {
  seq: number;
  event: Snapshot['event'];
  counts: Counts;
  /** Newest first. */
  lastScans: ScanRecord[];
  you: You;
  /** For supervisors. */
  devices: DeviceState[];
  /** For dashboards, as of the last snapshot. */
  perFiveMinutes: Arrivals[];
}

const KEPT_SCANS = 60;

export const fromSnapshot = ({
  seq,
  event,
  counts,
  lastScans,
  you,
  devices = [],
  perFiveMinutes = [],
}: Snapshot): DoorPicture => ({
  seq,
  event,
  counts,
  lastScans: newestFirst(lastScans),
  you,
  devices,
  perFiveMinutes,
});

/**
 * Returns the next picture; the same one for a change that is already in it; `gap` where changes are missing in
 * between.
 */
export function withChanges(picture: DoorPicture | null, changes: Changes): DoorPicture | 'gap' {
  if (!picture || changes.seq > picture.seq + 1) return 'gap';
  if (changes.seq <= picture.seq) return picture;
  const changed = new Set(changes.scans.map((scan) => scan.scanId));
  const others = picture.lastScans.filter((scan) => !changed.has(scan.scanId));
  return {
    ...picture,
    seq: changes.seq,
    counts: changes.counts,
    lastScans: newestFirst([...changes.scans, ...others]),
  };
}

const newestFirst = (scans: readonly ScanRecord[]) =>
  scans.toSorted((a, b) => Date.parse(b.scannedAt) - Date.parse(a.scannedAt)).slice(0, KEPT_SCANS);
