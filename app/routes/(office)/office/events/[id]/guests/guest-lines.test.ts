import { expect, test } from 'vitest';
import { readGuestLines } from './guest-lines.ts';

test('a line is a name and a number of companions', () => {
  expect(readGuestLines('Ada Lovelace +2\r\n\n  Émilie du  Châtelet \nGrace Hopper+1\n李小龍 ＋3')).toEqual([
    { at: 1, text: 'Ada Lovelace +2', fault: null, name: 'Ada Lovelace', plus: 2 },
    { at: 3, text: 'Émilie du Châtelet', fault: null, name: 'Émilie du Châtelet', plus: 0 },
    { at: 4, text: 'Grace Hopper+1', fault: null, name: 'Grace Hopper', plus: 1 },
    { at: 5, text: '李小龍 ＋3', fault: null, name: '李小龍', plus: 3 },
  ]);
});

test('each faulty line is named, and no guest is listed twice', () => {
  const lines = [
    '+2',
    'Ada +',
    'Ada + two',
    'Ada +1 +1',
    'Ada +51',
    `${'x'.repeat(111)}`,
    'Ada',
    'ADA +1',
    'Bob\u202e',
  ];
  expect(readGuestLines(lines.join('\n')).map(({ fault }) => fault)).toEqual([
    'name',
    'plus',
    'plus',
    'plus',
    'too_many',
    'name',
    null,
    'twice',
    'name',
  ]);
});
