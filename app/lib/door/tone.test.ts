import { expect, test } from 'vitest';
import { VERDICTS } from '#domain/door/verdict.ts';
import { signOf, toneOf } from './tone.ts';

test('an exit has a sign that no entry and no refusal has', () => {
  expect(VERDICTS.filter((verdict) => signOf(verdict) === 'leaving')).toEqual(['exited']);
  expect(signOf('admitted')).toBe('good');
  expect(toneOf('exited')).toBe('good');
});
