import { expect, test } from 'vitest';
import { isLocalPath } from './local-path.ts';

test('a return path leads to this site, whatever tricks its address plays', () => {
  const own = ['/', '/account', '/events/a?tickets=1:2#x', '/bookings/ä'];
  const foreign = ['', 'account', '//evil.example', '/\\evil.example', '\\/evil.example', 'https://evil.example'];
  const hidden = [
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\n/evil.example',
    '\t//evil.example',
    '/a\\b',
    '/a\u0000',
  ];
  const leadsHome = (path: string) =>
    isLocalPath(path) && new URL(path, 'https://here.example').host === 'here.example';
  expect(own.filter((path) => !leadsHome(path))).toEqual([]);
  expect([...foreign, ...hidden].filter(isLocalPath)).toEqual([]);
});
