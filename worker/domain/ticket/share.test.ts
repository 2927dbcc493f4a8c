import { expect, test } from 'vitest';
import { shareAt } from './share.ts';

test('each ticket has its part of its own line, and all together the amount paid', () => {
  const lines = [
    { places: 3, totalMinor: 2000 },
    { places: 4, totalMinor: 7801 },
  ];
  const each = [0, 1, 2, 3, 4, 5, 6].map((position) => shareAt(lines, position, 'EUR'));
  expect(each).toEqual([667, 667, 666, 1951, 1950, 1950, 1950]);
  expect(shareAt(lines, 7, 'EUR')).toBe(0);
});
