import type { DoorStore } from './store.ts';
import type { QueuedScan } from './queued-scan.ts';

/** Scans that an earlier version of this page kept elsewhere are taken over. */
export async function takeOverEarlierQueue(shelf: Storage, eventId: string, store: DoorStore): Promise<void> {
  const key = `everato:unconfirmed:${eventId}`;
  const kept = shelf.getItem(key);
  if (!kept) return;
  await store.keepScans(readScans(kept));
  shelf.removeItem(key);
}

function readScans(text: string): QueuedScan[] {
  try {
    return JSON.parse(text) as QueuedScan[];
  } catch {
    return [];
  }
}
