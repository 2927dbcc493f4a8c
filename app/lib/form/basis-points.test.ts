import { expect, test } from 'vitest';
import { fromBasisPoints, toBasisPoints } from './basis-points.ts';

test('percentages are kept to the hundredth', () => {
  expect(toBasisPoints('7,5')).toBe(750);
  expect(toBasisPoints('19')).toBe(1900);
  expect(toBasisPoints('0')).toBe(0);
  expect(fromBasisPoints(750)).toBe('7.5');
});

test.each(['100.01', '-1', '', 'all', '7.555'])('"%s" is no share', (text) => {
  expect(toBasisPoints(text)).toBeNull();
});
