/** Longer than any response takes. */
const CLOCK_CHANGE_MS = 10_000;

/** The server's time on a device whose own clock may be minutes off, also long after the last response. */
export function createDoorClock(shelf: Pick<Storage, 'getItem' | 'setItem'>, eventId: string) {
  const key = `everato:clock:${eventId}`;
  const before = shelf.getItem(key);
  let offset = before === null ? -Infinity : Number(before);
  return {
    /** Takes the time in a response that has just arrived. */
    set(serverTime: number) {
      const heard = serverTime - Date.now();
      // A late response seems to lie behind; a much larger difference means that the device's clock was changed.
      if (heard <= offset && offset - heard < CLOCK_CHANGE_MS) return;
      offset = heard;
      shelf.setItem(key, String(offset));
    },
    now: () => Date.now() + (offset === -Infinity ? 0 : offset),
  };
}
export type DoorClock = ReturnType<typeof createDoorClock>;
