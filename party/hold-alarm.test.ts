import { expect, test } from 'vitest';
import { createHoldAlarm } from './hold-alarm.ts';

function storage(standing: number | null = null) {
  const sets: number[] = [];
  return {
    sets,
    getAlarm: async () => standing,
    setAlarm: async (at: number | Date) => {
      standing = Number(at);
      sets.push(standing);
    },
  };
}

test('only a nearer hold moves the alarm, and after it rang the next one is set', async () => {
  const kept = storage();
  const alarm = createHoldAlarm(kept);
  for (const at of [3000, 4000, 2000, 2500]) await alarm.standBy(new Date(at));
  expect(kept.sets).toEqual([3000, 2000]);
  alarm.fired();
  await alarm.standBy(new Date(9000));
  expect(kept.sets).toEqual([3000, 2000, 9000]);
});

test('an alarm that an earlier instance of the room has set stays', async () => {
  const kept = storage(1000);
  await createHoldAlarm(kept).standBy(new Date(5000));
  expect(kept.sets).toEqual([]);
});
