import { expect, test } from 'vitest';
import type { ListedEvent } from '../../deps.ts';
import { viewSummary } from './view.ts';

const now = new Date('2026-12-01T12:00:00Z');
const event = {
  startsAt: new Date('2026-12-12T18:00:00Z'),
  endsAt: new Date('2026-12-12T22:00:00Z'),
  status: 'published',
  currency: 'EUR',
  bannerImageId: null,
  feePaidBy: 'buyer',
  feeFixedMinor: 50,
  feeBasisPoints: 0,
};
const type = (priceMinor: number, more: object = {}) => ({
  id: `${priceMinor}`,
  priceMinor,
  places: 1,
  quotaIds: ['house'],
  hidden: false,
  archivedAt: null,
  requiresTypeId: null,
  saleStartsAt: null,
  saleEndsAt: null,
  ...more,
});
const prices = (...ticketTypes: object[]) => {
  const quotas = [{ id: 'house', name: 'House', size: 20, held: 0, sold: 0 }];
  const { priceFrom, priceTo } = viewSummary({ event, ticketTypes, quotas } as unknown as ListedEvent, now);
  return [priceFrom?.amount, priceTo?.amount];
};

test('the lowest price is that of a type that is sold by itself', () => {
  const adult = type(800);
  const child = type(500, { requiresTypeId: '800' });
  expect(prices(adult, child, type(100, { hidden: true }))).toEqual([850, 850]);
  expect(prices(adult, type(1200), child)).toEqual([850, 1250]);
  // A type that is dearer and needs another one is still the most that one ticket costs.
  expect(prices(adult, type(3000, { requiresTypeId: '800' }))).toEqual([850, 3050]);
});

test('once the type that the others need is no longer sold, the lowest price is theirs', () => {
  const ended = type(800, { saleEndsAt: new Date('2026-11-30T00:00:00Z') });
  expect(prices(ended, type(500, { requiresTypeId: '800' }))).toEqual([550, 550]);
});
