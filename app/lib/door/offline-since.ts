/** Since when this device has been without the door's room, kept for a reload, which begins nothing anew. */
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
        // A full disk costs the time on the screen after the next reload, and nothing else.
      }
    },
  };
}
export type OfflineSince = ReturnType<typeof createOfflineSince>;
