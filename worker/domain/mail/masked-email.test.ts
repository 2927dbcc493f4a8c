import { expect, test } from 'vitest';
import { maskedEmail } from './masked-email.ts';

test('a masked address never shows the address', () => {
  expect(['ada@example.com', 'a@b.co', 'grace.hopper@navy.mil.us', 'x'].map(maskedEmail)).toEqual([
    'a…@e…e.com',
    'a…@b….co',
    'g…r@n…l.us',
    'x…@…',
  ]);
});
