/** More than any answer is late. */
const SET_ANEW_MS = 10_000;

/** The server's time on a device whose own clock may be wrong by minutes, also long after the server was last heard. */
export function createDoorClock(shelf: Pick<Storage, 'getItem' | 'setItem'>, eventId: string) {
  const key = `everato:clock:${eventId}`;
  const before = shelf.getItem(key);
  let offset = before === null ? -Infinity : Number(before);
  return {
    /** Call with the time in an answer that has just come. */
    set(serverTime: number) {
      const heard = serverTime - Date.now();
      // What came late seems to lie behind; a clock that somebody has set lies elsewhere altogether.
      if (heard <= offset && offset - heard < SET_ANEW_MS) return;
      offset = heard;
      shelf.setItem(key, String(offset));
    },
    now: () => Date.now() + (offset === -Infinity ? 0 : offset),
  };
}
export type DoorClock = ReturnType<typeof createDoorClock>;
