import { expect, test } from 'vitest';
import { readPairingCode } from './pairing-code.ts';

test('a code is read however it was typed, and nothing else is', () => {
  const typed = ['ABCDE-FGHJK', ' abcde fghjk ', 'ab–cdefghjk', 'ABCDEFGHJK'];
  expect(typed.map(readPairingCode)).toEqual(Array(4).fill('ABCDE-FGHJK'));
  expect(['', 'ABCDE', 'ABCDE-FGHJK2', 'ABCDE_FGHJK', 'ÄBCDE-FGHJK'].map(readPairingCode)).toEqual(Array(5).fill(null));
});
