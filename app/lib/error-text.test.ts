import { expect, test, vi } from 'vitest';
import { REFUSALS, type ErrorCode } from '#domain/refusals.ts';
import { errorText } from './error-text.ts';

// It reads messages by an alias of the site's build.
vi.mock('./field-words.ts', () => ({}));

test('every code has a text of its own, with the figures and names of its details', () => {
  const codes = Object.keys(REFUSALS) as ErrorCode[];
  const texts = [...codes, 'offline' as const].map((code) => errorText(code, { limit: 4, left: 2, names: ['Ada'] }));
  expect(texts.filter((text) => text.length < 10 || /undefined|\{/.test(text))).toEqual([]);
  expect(errorText('event_has_staff', { names: ['Ada', 'Grace'] })).toContain('Ada, Grace');
  expect(errorText('too_many_to_wait_for', { limit: 4 })).toContain('4');
});

test('a code that this version doesn’t know reads as an internal error', () => {
  expect(errorText('from_tomorrow' as ErrorCode)).toBe(errorText('internal'));
});
