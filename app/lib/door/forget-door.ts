import { rehearsalOf } from '#domain/door/rehearsal.ts';
import { openDoorStore } from './store.ts';
import { takeOverEarlierQueue } from './earlier-queue.ts';
import { pairedDevices, type Removed } from './paired-device.ts';
import { type QueuedScan, isWaiting } from './queued-scan.ts';

/**
 * Deletes the token, pack and all event data of a device that was removed from the event. Undelivered scans stay as
 * text that can be read and copied.
 */
export async function forgetDoor(eventId: string): Promise<Removed> {
  const devices = pairedDevices();
  const known = devices.findRemoved(eventId);
  if (known) return known;
  const unsent = await waitingAt(eventId);
  const removed = { eventId, eventTitle: devices.find(eventId)?.event.title ?? '', unsent };
  devices.keepRemoved(removed);
  await dropData(eventId);
  await dropData(rehearsalOf(eventId));
  return removed;
}

/** Scans of this device that the door has not received. */
export async function waitingAt(eventId: string): Promise<QueuedScan[]> {
  const store = await openDoorStore(eventId);
  await takeOverEarlierQueue(localStorage, eventId, store);
  const scans = await store.scans();
  store.close();
  return scans.filter(isWaiting);
}

/** All that is stored under the event's id. */
export async function dropData(eventId: string): Promise<void> {
  for (const key of Object.keys(localStorage))
    if (key.startsWith('everato:') && key.endsWith(`:${eventId}`) && !key.startsWith('everato:removed:'))
      localStorage.removeItem(key);
  // Firefox before 126 can't list its databases.
  const databases = (await indexedDB.databases?.()) ?? [];
  for (const { name } of databases) if (name?.includes(eventId)) indexedDB.deleteDatabase(name);
}
