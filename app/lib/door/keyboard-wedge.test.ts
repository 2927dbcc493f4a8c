import { expect, test } from 'vitest';
import { createKeyboardWedge } from './keyboard-wedge.ts';

function type(text: string, msPerKey: number) {
  const wedge = createKeyboardWedge();
  let now = 1000;
  for (const key of text) wedge.press(key, (now += msPerKey));
  return wedge.press('Enter', now + msPerKey);
}

test('a code typed as fast as a scanner types is a scan', () => {
  expect(type('AEBAGBAFAYDQQCIK', 8)).toBe('AEBAGBAFAYDQQCIK');
});

test('a code from a slow scanner is a scan, too', () => {
  expect(type('AEBAGBAF', 150)).toBe('AEBAGBAF');
});

test('keys pressed now and then are not a scan', () => {
  expect(type('AEBAGBAF', 400)).toBeNull();
});

test('a few keys and Enter are not a scan', () => {
  expect(type('ok', 10)).toBeNull();
});

test('Shift and other named keys neither end nor enter a code', () => {
  const wedge = createKeyboardWedge();
  let now = 0;
  for (const key of ['Shift', 'A', 'Shift', 'B', 'C', 'D', 'E', 'F']) wedge.press(key, (now += 10));
  expect(wedge.press('Enter', now + 10)).toBe('ABCDEF');
});

test('a pause starts a new code, so that stray keys spoil no scan', () => {
  const wedge = createKeyboardWedge();
  wedge.press('x', 0);
  let now = 5000;
  for (const key of 'ABCDEF') wedge.press(key, (now += 10));
  expect(wedge.press('Enter', now + 10)).toBe('ABCDEF');
});
