import type { PairedDevice } from '#contract/door/device.ts';
import type { QueuedScan } from './queued-scan.ts';

/** This browser's pairing at an event's door, without an account. */
export interface Paired {
  eventId: string;
  event: PairedDevice['event'];
  deviceId: string;
  name: string;
  gateId: string | null;
  maySupervise: boolean;
  /** The code that paired it: opening the same link again changes nothing. */
  code: string;
  token: string;
}
/** Kept of a removed device until the message has been read. */
export interface Removed {
  eventId: string;
  eventTitle: string;
  /** Scans that the door never received. */
  unsent: QueuedScan[];
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
const PAIRED = 'everato:paired:';
const REMOVED = 'everato:removed:';

/** Stored in the browser, one per event: a phone may serve several doors. */
export function createPairedDevices(shelf: Shelf) {
  const read = <T>(key: string): T | null => {
    try {
      return JSON.parse(shelf.getItem(key) ?? 'null') as T | null;
    } catch {
      return null;
    }
  };
  const keys = (prefix: string) =>
    Array.from({ length: shelf.length }, (_, index) => shelf.key(index)!).filter((key) => key.startsWith(prefix));

  return {
    all: (): Paired[] => keys(PAIRED).flatMap((key) => read<Paired>(key) ?? []),
    find: (eventId: string) => read<Paired>(PAIRED + eventId),
    findByCode(code: string) {
      return this.all().find((paired) => paired.code === code) ?? null;
    },
    keep(paired: Paired) {
      shelf.setItem(PAIRED + paired.eventId, JSON.stringify(paired));
      shelf.removeItem(REMOVED + paired.eventId);
    },
    /** Staff renamed the device or moved it to another gate. */
    update(eventId: string, change: Pick<Paired, 'name' | 'gateId'>) {
      const paired = read<Paired>(PAIRED + eventId);
      if (paired) shelf.setItem(PAIRED + eventId, JSON.stringify({ ...paired, ...change }));
    },
    forget: (eventId: string) => shelf.removeItem(PAIRED + eventId),
    allRemoved: (): Removed[] => keys(REMOVED).flatMap((key) => read<Removed>(key) ?? []),
    findRemoved: (eventId: string) => read<Removed>(REMOVED + eventId),
    keepRemoved: (removed: Removed) => shelf.setItem(REMOVED + removed.eventId, JSON.stringify(removed)),
    forgetRemoved: (eventId: string) => shelf.removeItem(REMOVED + eventId),
  };
}
export type PairedDevices = ReturnType<typeof createPairedDevices>;

/** This browser's own. */
export const pairedDevices = () => createPairedDevices(localStorage);
