import { expect, test } from 'vitest';
import { normalizeEmail } from './person.ts';

test('the forms of one mailbox count as one person', () => {
  const forms = ['Ada.Lovelace@gmail.com', 'adalovelace+party@googlemail.com', ' ADALOVELACE@GMAIL.COM '];
  expect(new Set(forms.map(normalizeEmail))).toEqual(new Set(['adalovelace@gmail.com']));
});

test('dots and domains of other providers tell people apart', () => {
  expect(['a.b@example.com', 'ab@example.com', 'ab+x@example.com', 'ab@example.org'].map(normalizeEmail)).toEqual([
    'a.b@example.com',
    'ab@example.com',
    'ab@example.com',
    'ab@example.org',
  ]);
});

test('an address that is all tag, or no address, stays unchanged', () => {
  expect(['+tag@example.com', 'nobody', '...@gmail.com'].map(normalizeEmail)).toEqual([
    '+tag@example.com',
    'nobody',
    '...@gmail.com',
  ]);
});
