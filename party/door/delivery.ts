import type { DoorClash } from '../../worker/deps.ts';
import { notifyConflict } from './conflict.ts';
import type { DoorParts } from './parts.ts';

/** Delivers the room's decisions to Postgres, after the verdicts and in batches. */
export interface Delivery {
  /** Delivers in a moment, together with other changes until then. */
  soon(): void;
  /** Delivers now. Resolves with true if Postgres has everything. */
  run(): Promise<boolean>;
}

type DeliveryParts = Pick<
  DoorParts,
  'doorId' | 'clock' | 'log' | 'source' | 'ledger' | 'copy' | 'announcer' | 'transaction'
>;

const COLLECT_MS = 150;
/** Changes per transaction; a change is a scan, an entry, or an end of one. */
const BATCH = 2000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

export function createDelivery(door: DeliveryParts, setAlarmWithin: (ms: number) => Promise<void>): Delivery {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<boolean> | null = null;
  let failures = 0;
  const attempt = async () => {
    try {
      while (await deliverBatch(door));
      failures = 0;
      return true;
    } catch (error) {
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
      door.log.warn('door could not deliver', { doorId: door.doorId, error: String(error), retryInMs: pause });
      await setAlarmWithin(pause);
      return false;
    }
  };
  const run = () => (running ??= attempt().finally(() => (running = null)));
  return {
    run,
    soon() {
      // While Postgres is away the alarm retries, not every scan.
      if (failures > 0) return;
      timer ??= setTimeout(() => {
        timer = null;
        void run();
      }, COLLECT_MS);
    },
  };
}

/** Records a conflict with an entry that Postgres has and this room doesn't, for supervisors to close. */
function recordClash(door: DeliveryParts, clash: DoorClash): void {
  const { ledger, clock } = door;
  const { entryId: id, ticketId, deviceId, scanId, reason } = clash;
  const noticedAt = clock.now().getTime();
  const isNew = door.transaction(() => {
    const sessionId = ledger.scans.find(deviceId, scanId)?.sessionId;
    if (sessionId) ledger.entries.markConflict({ id, ticketId, sessionId });
    return ledger.conflicts.insert({
      id,
      ticketId,
      deviceId,
      scanId,
      otherDeviceId: null,
      otherDeviceName: '',
      reason,
      noticedAt,
    });
  });
  const facts = door.copy.facts();
  if (facts && isNew) notifyConflict(door, facts, id);
}

/** Delivers one batch. Returns false if nothing is left. Postgres keeps a batch once that is repeated after a crash. */
async function deliverBatch(door: DeliveryParts): Promise<boolean> {
  const { ledger } = door;
  const from = ledger.number('delivered');
  const upTo = Math.min(from + BATCH, ledger.lastChange());
  if (upTo <= from) return false;
  const scans = ledger.scans.changedIn(from, upTo).map(({ content, entryId: _, ...scan }) => ({
    ...scan,
    rawCode: (JSON.parse(content) as [string])[0],
  }));
  const entries = ledger.entries
    .changedIn(from, upTo)
    .map(({ gateId: _, gateName: __, deviceName: ___, revision: ____, ...entry }) => entry);
  const closings = ledger.entries.closingsIn(from, upTo);
  const conflicts = ledger.conflicts.changedIn(from, upTo);
  const seen = ledger.presence.unreported();
  if (scans.length + entries.length + closings.length + conflicts.length > 0) {
    const clashes = await door.source.deliver(door.doorId, { scans, entries, closings, conflicts, seen });
    ledger.presence.markReported(seen);
    for (const clash of clashes) recordClash(door, clash);
  }
  ledger.keepNumber('delivered', upTo);
  return true;
}
