import type { QueuedScan } from './queued-scan.ts';

/** Storage for an event's door on this device, so that neither a reload nor an empty battery loses anything. */
export interface DoorStore {
  scans(): Promise<QueuedScan[]>;
  /** Resolves once they are on disk. */
  keepScans(scans: readonly QueuedScan[]): Promise<void>;
  removeScans(scanIds: readonly string[]): Promise<void>;
  /** The whole pack and the changes since, in order. */
  packs(): Promise<Uint8Array[]>;
  /** Replaces all earlier pieces. */
  keepPacks(packs: readonly Uint8Array[]): Promise<void>;
  addPack(delta: Uint8Array): Promise<void>;
  /** The last picture of the room, for a screen that starts offline. */
  note(name: string): Promise<unknown>;
  keepNote(name: string, value: unknown): Promise<void>;
  close(): void;
}

/** One database per event: a device that leaves this door deletes it. */
export const doorDatabase = (eventId: string) => `everato-door-${eventId}`;

const STORES = { scans: { keyPath: 'scanId' }, packs: { autoIncrement: true }, notes: {} };

/** Memory is used in browsers that store nothing (some private windows). */
export async function openDoorStore(eventId: string): Promise<DoorStore> {
  try {
    return storeIn(await openDatabase(doorDatabase(eventId)));
  } catch {
    return memoryDoorStore();
  }
}

function storeIn(database: IDBDatabase): DoorStore {
  const write = (name: keyof typeof STORES, change: (store: IDBObjectStore) => void) => {
    // Strict durability: done when it is on disk, not when the system has accepted it.
    const transaction = database.transaction(name, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(name));
    return new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('not kept'));
    });
  };
  const read = <T>(name: keyof typeof STORES, ask: (store: IDBObjectStore) => IDBRequest<T>) =>
    answerOf(ask(database.transaction(name).objectStore(name)));
  return {
    scans: () => read('scans', (store) => store.getAll() as IDBRequest<QueuedScan[]>),
    keepScans: (scans) => write('scans', (store) => scans.forEach((scan) => store.put(scan))),
    removeScans: (scanIds) => write('scans', (store) => scanIds.forEach((scanId) => store.delete(scanId))),
    packs: () => read('packs', (store) => store.getAll() as IDBRequest<Uint8Array[]>),
    keepPacks: (packs) =>
      write('packs', (store) => {
        store.clear();
        packs.forEach((pack) => store.add(pack));
      }),
    addPack: (delta) => write('packs', (store) => void store.add(delta)),
    note: (name) => read('notes', (store) => store.get(name)),
    keepNote: (name, value) => write('notes', (store) => void store.put(value, name)),
    close: () => database.close(),
  };
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const [store, options] of Object.entries(STORES)) request.result.createObjectStore(store, options);
  };
  return answerOf(request).then((database) => {
    // The database is being deleted: this device was removed.
    database.onversionchange = () => database.close();
    return database;
  });
}

const answerOf = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no answer'));
  });

export function memoryDoorStore(): DoorStore {
  const scans = new Map<string, QueuedScan>();
  const notes = new Map<string, unknown>();
  let packs: Uint8Array[] = [];
  return {
    scans: async () => [...scans.values()].toSorted((a, b) => (a.scanId < b.scanId ? -1 : 1)),
    keepScans: async (kept) => kept.forEach((scan) => scans.set(scan.scanId, structuredClone(scan))),
    removeScans: async (scanIds) => scanIds.forEach((scanId) => scans.delete(scanId)),
    packs: async () => packs,
    keepPacks: async (kept) => void (packs = [...kept]),
    addPack: async (delta) => void (packs = [...packs, delta]),
    note: async (name) => notes.get(name),
    keepNote: async (name, value) => void notes.set(name, value),
    close() {},
  };
}
