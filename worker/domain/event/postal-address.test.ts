import { expect, test } from 'vitest';
import { postalAddress } from './postal-address.ts';

test('an address names its city once', () => {
  expect(postalAddress({ venueAddress: 'Kanalstr. 1', city: 'Berlin' })).toBe('Kanalstr. 1, Berlin');
  expect(postalAddress({ venueAddress: 'Kanalstr. 1, 10115 berlin', city: 'Berlin' })).toBe(
    'Kanalstr. 1, 10115 berlin',
  );
  expect(postalAddress({ venueAddress: '', city: 'Berlin' })).toBe('Berlin');
  expect(postalAddress({ venueAddress: 'Kanalstr. 1', city: '' })).toBe('Kanalstr. 1');
});
