import { expect, test } from 'vitest';
import { drawPattern } from './pattern.ts';

const draw = (title: string, accent = '#3b5bdb') => drawPattern({ title, accent, columns: 10, rows: 5 });

test('an event without a picture always looks the same, and different from others', () => {
  expect(draw('Harbour Sessions')).toEqual(draw('Harbour Sessions'));
  expect(draw('Harbour Sessions')).not.toEqual(draw('Harbour Session'));
});

test('every tone of a pattern is a colour, whatever accent it is drawn from', () => {
  for (const accent of ['#000000', '#ffffff', '#f0e442', 'nonsense'])
    for (const { fill } of draw('Night', accent).shapes) expect(fill).toMatch(/^#[0-9a-f]{6}$/);
});
