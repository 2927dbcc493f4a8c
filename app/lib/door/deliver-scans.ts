import type { ScanVerdict } from '#contract/door/checkin.ts';
import type { DoorApi } from './api.ts';
import { type QueuedScan, wireOf } from './queued-scan.ts';

/** The outcome of delivering a scan to the room. `kept`: the room has it, under this id. */
export type Delivered = { scan: QueuedScan; verdict: ScanVerdict | null };

const BATCH = 100;
/** Refusals about a single scan. Any other says nothing about the scans, which stay in the queue. */
const ABOUT_THE_SCAN: readonly string[] = ['scan_conflict', 'gate_unknown', 'not_found', 'invalid_request'];

/** Delivers queued scans, oldest first, under their own ids, so that the room keeps each once. */
export async function deliverScans(
  api: Pick<DoorApi, 'markQueue'>,
  scans: readonly QueuedScan[],
  onDelivered: (delivered: Delivered[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < scans.length; from += BATCH) {
    const batch = scans.slice(from, from + BATCH);
    const delivered = (await deliverBatch(api, batch)) ?? (await deliverEach(api, batch));
    if (delivered === 'away') return;
    await onDelivered(delivered);
  }
}

type Outcome = Delivered[] | 'away' | null;

async function deliverBatch(api: Pick<DoorApi, 'markQueue'>, batch: QueuedScan[]): Promise<Outcome> {
  const answer = await api.markQueue(batch.map(wireOf));
  if (!answer.ok) return ABOUT_THE_SCAN.includes(answer.code) ? null : 'away';
  const verdicts = new Map(answer.value.verdicts.map((verdict) => [verdict.scanId, verdict]));
  return batch.flatMap((scan) => {
    const verdict = verdicts.get(scan.scanId);
    return verdict ? [{ scan, verdict }] : [];
  });
}

/** One scan of the batch blocks the others. */
async function deliverEach(api: Pick<DoorApi, 'markQueue'>, batch: QueuedScan[]): Promise<Delivered[] | 'away'> {
  const delivered: Delivered[] = [];
  for (const scan of batch) {
    const outcome = await deliverOne(api, scan);
    if (outcome === 'away') return delivered.length > 0 ? delivered : 'away';
    if (outcome) delivered.push(outcome);
  }
  return delivered;
}

async function deliverOne(api: Pick<DoorApi, 'markQueue'>, scan: QueuedScan): Promise<Delivered | 'away' | null> {
  const answer = await api.markQueue([wireOf(scan)]);
  if (answer.ok) return { scan, verdict: answer.value.verdicts[0] ?? null };
  if (!ABOUT_THE_SCAN.includes(answer.code)) return 'away';
  // The room has another scan under this id, which can only be this one before its gate was removed.
  if (answer.code === 'scan_conflict') return { scan, verdict: null };
  const { gateId, ...anywhere } = scan;
  // The gate was deleted since; the guest who entered there is still inside.
  return gateId && answer.code === 'gate_unknown' ? deliverOne(api, anywhere) : null;
}
