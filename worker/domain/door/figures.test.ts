import { expect, test } from 'vitest';
import { countOf, whereTicketsAre } from './figures.ts';

const open = { exitedAt: null };
const over = { exitedAt: 1 };

test('a ticket that two doors admitted while apart counts once inside, until the last of its holders has left', () => {
  expect(countOf('valid', [])).toEqual({ entered: 0, inside: 0 });
  expect(countOf('valid', [open])).toEqual({ entered: 1, inside: 1 });
  expect(countOf('valid', [open, open])).toEqual({ entered: 1, inside: 1 });
  expect(countOf('valid', [over, open])).toEqual({ entered: 1, inside: 1 });
  expect(countOf('valid', [over, over])).toEqual({ entered: 1, inside: 0 });
});

test('a void ticket is neither expected nor inside, even if someone entered with it', () => {
  expect(countOf('cancelled', [open])).toEqual({ entered: 0, inside: 0 });
});

test('inside, left and still expected add up to the valid tickets', () => {
  const evening = [[], [open], [open, open], [over], [over, over], [over, open]];
  const counts = evening.map((entries) => countOf('valid', entries));
  const sum = (of: 'entered' | 'inside') => counts.reduce((total, count) => total + count[of], 0);
  const where = whereTicketsAre({ entered: sum('entered'), inside: sum('inside'), expected: evening.length });
  expect(where).toEqual({ inside: 3, gone: 2, toCome: 1 });
  expect(where.inside + where.gone + where.toCome).toBe(evening.length);
});
