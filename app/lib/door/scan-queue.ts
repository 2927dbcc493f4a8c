import type { DoorStore } from './store.ts';
import { type OwnMove, type QueuedScan, isWaiting } from './queued-scan.ts';

/** Every scan of this device that the door is not known to have, and those that its pack does not contain yet. */
export class ScanQueue {
  #store: DoorStore;
  #scans = new Map<string, QueuedScan>();

  constructor(store: DoorStore) {
    this.#store = store;
  }

  async open(): Promise<void> {
    for (const scan of await this.#store.scans()) this.#scans.set(scan.scanId, scan);
  }

  find = (scanId: string) => this.#scans.get(scanId) ?? null;
  /** In the order in which they were scanned. */
  waiting = () => [...this.#scans.values()].filter(isWaiting).toSorted(byTime);
  moves = (): OwnMove[] => [...this.#scans.values()].flatMap(({ move, undo }) => (move && !undo ? [move] : []));

  /** Resolves once it is on disk: only then may its verdict be shown. */
  async keep(scan: QueuedScan): Promise<void> {
    this.#scans.set(scan.scanId, scan);
    // A full disk, or data deleted with this device, stops no door.
    await this.#store.keepScans([scan]).catch(() => undefined);
  }

  /** The room has it. Its effect stays until the pack contains it too. */
  async settle(scanId: string, move: OwnMove | null, now: number): Promise<void> {
    const scan = this.#scans.get(scanId);
    if (!scan) return;
    if (move) return this.keep({ ...scan, move, doneAt: now });
    await this.drop([scanId]);
  }

  /** The pack contains everything answered before, so these effects can go. */
  async cover(askedAt: number): Promise<OwnMove[]> {
    const covered = [...this.#scans.values()].filter(({ doneAt }) => doneAt !== undefined && doneAt < askedAt);
    if (covered.length > 0) await this.drop(covered.map(({ scanId }) => scanId));
    return covered.flatMap(({ move }) => move ?? []);
  }

  async drop(scanIds: string[]): Promise<void> {
    for (const scanId of scanIds) this.#scans.delete(scanId);
    await this.#store.removeScans(scanIds).catch(() => undefined);
  }

  /** An undecided scan of the same ticket is repeated; a second scan would find the first. */
  like(scan: QueuedScan): QueuedScan | undefined {
    return this.waiting().find(
      (kept) =>
        !kept.shown &&
        kept.code === scan.code &&
        kept.ticketId === scan.ticketId &&
        kept.direction === scan.direction &&
        kept.gateId === scan.gateId,
    );
  }
}

const byTime = (a: QueuedScan, b: QueuedScan) => (a.scanId < b.scanId ? -1 : 1);
