/**
 * Stores since when this device has been disconnected from the door's room, so that a reload does not reset the time.
 */
export function createOfflineSince(storage: Storage, doorId: string) {
  const key = `everato:offline-since:${doorId}`;
  return {
    get(): Date | null {
      const kept = new Date(storage.getItem(key) ?? NaN);
      return Number.isNaN(kept.getTime()) ? null : kept;
    },
    set(since: Date | null): void {
      try {
        if (since) storage.setItem(key, since.toISOString());
        else storage.removeItem(key);
      } catch {
        // A full disk only costs the time shown after the next reload.
      }
    },
  };
}
export type OfflineSince = ReturnType<typeof createOfflineSince>;
