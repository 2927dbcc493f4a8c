import { expect, test } from 'vitest';
import { offerEnds } from './waiting.ts';

const now = new Date('2026-11-22T12:00:00Z');
const minutes = (n: number) => new Date(now.getTime() + n * 60_000);
const held = (untilSalesEnd: number) => (offerEnds(now, minutes(untilSalesEnd)).getTime() - now.getTime()) / 60_000;

test('an offer is held for 12 hours at most, a quarter of what is left of the sale, and a quarter of an hour at least', () => {
  expect(held(7 * 24 * 60)).toBe(720);
  expect(held(48 * 60)).toBe(720);
  expect(held(47 * 60)).toBe(705);
  expect(held(4 * 60)).toBe(60);
  expect(held(61)).toBe(15.25);
  expect(held(60)).toBe(15);
  expect(held(1)).toBe(15);
  expect(held(-60)).toBe(15);
});
