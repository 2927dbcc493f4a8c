import { expect, test } from 'vitest';
import { networkOf } from './client-network.ts';

test('all addresses of one connection are one client, and neighbours are others', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  const own = ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff:1:2:3', '2001:db8:1:2:0:0:0:1'];
  expect(own.map(networkOf)).toEqual(Array(3).fill('2001:db8:1:2::/64'));
  expect(networkOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64');
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
});
