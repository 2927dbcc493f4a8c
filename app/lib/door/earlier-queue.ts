import type { DoorStore } from './store.ts';
import type { QueuedScan } from './queued-scan.ts';

/** Imports scans that an earlier version of this page stored elsewhere. */
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
