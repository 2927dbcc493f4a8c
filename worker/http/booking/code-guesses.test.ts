import { expect, test } from 'vitest';
import { createGuessCounter } from './code-guesses.ts';

test('unknown codes count for each of their subjects, and a new minute counts from zero', () => {
  const guesses = createGuessCounter(2, 60_000, 10);
  for (const network of ['a', 'b']) guesses.miss([network, 'account'], 1000);
  expect([guesses.waitMs(['a'], 1000), guesses.waitMs(['account'], 1000), guesses.waitMs(['c'], 1000)]).toEqual([
    0, 59_000, 0,
  ]);
  expect(guesses.waitMs(['account'], 60_000)).toBe(0);
});

test('the memory is bounded: the subject that came first is forgotten', () => {
  const guesses = createGuessCounter(1, 60_000, 2);
  for (const subject of ['a', 'b', 'c']) guesses.miss([subject], 0);
  expect(['a', 'b', 'c'].map((subject) => guesses.waitMs([subject], 0) > 0)).toEqual([false, true, true]);
});
