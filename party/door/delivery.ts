import type { DoorClash } from '../../worker/deps.ts';
import { tellConflict } from './conflict.ts';
import type { DoorParts } from './parts.ts';

/** Brings what the room decided to Postgres, behind the scans and in batches. */
export interface Delivery {
  /** Soon: more may come. */
  soon(): void;
  /** Now; answers whether Postgres has everything. */
  run(): Promise<boolean>;
}

const COLLECT_MS = 150;
/** Changes per transaction; a change is a scan, an entry, or an end of one. */
const BATCH = 2000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

export function createDelivery(
  door: Omit<DoorParts, 'deliverSoon'>,
  wakeUpIn: (ms: number) => Promise<void>,
): Delivery {
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
      door.log.warn('door could not deliver', { eventId: door.eventId, error: String(error), retryInMs: pause });
      await wakeUpIn(pause);
      return false;
    }
  };
  const run = () => (running ??= attempt().finally(() => (running = null)));
  return {
    run,
    soon() {
      // While Postgres is away the alarm tries again, not every scan.
      if (failures > 0) return;
      timer ??= setTimeout(() => {
        timer = null;
        void run();
      }, COLLECT_MS);
    },
  };
}

/** Postgres knows of another entry, which this room does not: somebody has to see to it. */
function takeClash(door: Omit<DoorParts, 'deliverSoon'>, clash: DoorClash): void {
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
  if (facts && isNew) tellConflict(door, facts, id);
}

/** One batch; false when nothing is left. Told twice after a crash, Postgres keeps it once. */
async function deliverBatch(door: Omit<DoorParts, 'deliverSoon'>): Promise<boolean> {
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
    .map(({ gateId: _, gateName: __, deviceName: ___, ...entry }) => entry);
  const closings = ledger.entries.closingsIn(from, upTo);
  const conflicts = ledger.conflicts.changedIn(from, upTo);
  const seen = ledger.presence.untold();
  if (scans.length + entries.length + closings.length + conflicts.length > 0) {
    const clashes = await door.source.deliver(door.eventId, { scans, entries, closings, conflicts, seen });
    ledger.presence.told(seen);
    for (const clash of clashes) takeClash(door, clash);
  }
  ledger.keepNumber('delivered', upTo);
  return true;
}
