import { expect, test } from 'vitest';
import { drawPattern } from './pattern.ts';

test('an event without a picture always looks the same, and different from others', () => {
  expect(drawPattern('Harbour Sessions', '#3b5bdb')).toEqual(drawPattern('Harbour Sessions', '#3b5bdb'));
  expect(drawPattern('Harbour Sessions', '#3b5bdb')).not.toEqual(drawPattern('Harbour Session', '#3b5bdb'));
});

test('every tone of a pattern is a colour, whatever accent it is drawn from', () => {
  for (const accent of ['#000000', '#ffffff', '#f0e442', 'nonsense'])
    for (const { fill } of drawPattern('Night', accent).shapes) expect(fill).toMatch(/^#[0-9a-f]{6}$/);
});
