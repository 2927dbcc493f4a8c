import { expect, test } from 'vitest';
import { isMistyped } from './typed-number.ts';

test('a number with a character too few or too many, or with an impossible one, is mistyped', () => {
  for (const typed of ['ACDE-346', 'ACDE-34677', 'ACDE-346O', '0000-0000', 'Ada Lovelace'])
    expect(isMistyped(typed)).toBe(true);
});

test('a possible number is sent to the door, and so is the text of a code', () => {
  for (const typed of ['ACDE-3467', 'acde3467', ' acde 3467 ', 'A'.repeat(151), 'https://tickets.example.com/stranger'])
    expect(isMistyped(typed)).toBe(false);
});
