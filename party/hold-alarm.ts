import type { HoldAlarm } from '../worker/usecases/box-office/run-turn.ts';

/** The room's only alarm, set for the earliest requested time. Only an earlier time costs a write. */
export function createHoldAlarm(
  storage: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>,
): HoldAlarm & { fired(): void } {
  let setFor: number | null | undefined;
  return {
    async standBy(due) {
      if (setFor === undefined) setFor = await storage.getAlarm();
      const at = due.getTime();
      if (setFor !== null && setFor <= at) return;
      await storage.setAlarm(at);
      setFor = at;
    },
    fired() {
      setFor = null;
    },
  };
}
