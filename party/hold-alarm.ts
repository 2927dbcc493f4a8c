import type { HoldAlarm } from '../worker/usecases/box-office/run-turn.ts';

/** The room's one alarm, always at the earliest moment that anybody asked for; only a nearer one costs a write. */
export function createHoldAlarm(
  storage: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>,
): HoldAlarm & { rang(): void } {
  let standing: number | null | undefined;
  return {
    async standBy(due) {
      if (standing === undefined) standing = await storage.getAlarm();
      const at = due.getTime();
      if (standing !== null && standing <= at) return;
      await storage.setAlarm(at);
      standing = at;
    },
    rang() {
      standing = null;
    },
  };
}
