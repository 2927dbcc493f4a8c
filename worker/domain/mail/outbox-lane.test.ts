import { expect, test } from 'vitest';
import { MAIL_LANE, STRIPE_LANE, retryDelayMs, type LaneRule } from './outbox-lane.ts';

const delays = (rule: LaneRule, count: number, random: number) =>
  Array.from({ length: count }, (_, index) => retryDelayMs(rule, index + 1, random));

test('an email is retried after 1, 2, 4 … minutes, then hourly, then left to staff', () => {
  const minutes = delays(MAIL_LANE, 28, 0).map((ms) => ms && ms / 60_000);
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, ...Array<number>(21).fill(60), null]);
});

test('tasks for Stripe are retried for ever, and never more than 72 s apart', () => {
  expect(retryDelayMs(STRIPE_LANE, 1_000_000, 0.999)).toBeLessThanOrEqual(72_000);
  expect(delays(STRIPE_LANE, 7, 0)).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
});

test('rows that failed together are retried spread over a fifth of the delay', () => {
  expect(retryDelayMs(MAIL_LANE, 1, 0)).toBe(60_000);
  expect(retryDelayMs(MAIL_LANE, 1, 0.5)).toBe(66_000);
});
