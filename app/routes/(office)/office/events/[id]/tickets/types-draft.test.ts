import { expect, test } from 'vitest';
import { newQuota, newType, typesInputOf, type TypesDraft } from './types-draft.ts';

const zoned = { timeZone: 'Europe/Berlin', currency: 'EUR' };
const draft = (): TypesDraft => ({
  quotas: [{ ...newQuota('all', 'House'), size: '100' }],
  types: [
    { ...newType('a', ['all'], 0), name: 'Regular', price: '12,50', taxPercent: '7' },
    { ...newType('b', ['all'], 0), name: 'Friends', price: '' },
  ],
});
const faultsOf = (change: (draft: TypesDraft) => void) => {
  const changed = draft();
  change(changed);
  const read = typesInputOf(changed, zoned);
  return read.ok ? {} : read.faults;
};

test('a paid and a free type share a new quota by its key', () => {
  const read = typesInputOf(draft(), zoned);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  expect(read.input.quotas).toEqual([{ key: 'all', name: 'House', size: 100 }]);
  expect(
    read.input.ticketTypes.map((type) => [type.name, type.priceMinor, type.taxRateBasisPoints, type.quotas]),
  ).toEqual([
    ['Regular', 1250, 700, ['all']],
    ['Friends', 0, 0, ['all']],
  ]);
});

test('sales windows are read in the event’s zone', () => {
  const changed = draft();
  Object.assign(changed.types[0]!, { saleStartsAt: '2026-03-28T12:00', saleEndsAt: '2026-03-29T12:00' });
  const read = typesInputOf(changed, zoned);
  expect(read.ok && [read.input.ticketTypes[0]!.saleStartsAt, read.input.ticketTypes[0]!.saleEndsAt]).toEqual([
    '2026-03-28T11:00:00.000Z',
    '2026-03-29T10:00:00.000Z',
  ]);
});

test('each fault is named at its field', () => {
  expect(faultsOf((d) => (d.types[0]!.price = '12.505'))).toEqual({ 'types.a.price': 'amount' });
  expect(faultsOf((d) => (d.types[1]!.name = ' '))).toEqual({ 'types.b.name': 'required' });
  expect(faultsOf((d) => Object.assign(d.types[0]!, { minPerBooking: '4', maxPerBooking: '2' }))).toEqual({
    'types.a.maxPerBooking': 'below_min',
  });
  expect(faultsOf((d) => Object.assign(d.quotas[0]!, { sold: 90, held: 11 }))).toEqual({
    'quotas.all.size': 'below_sold',
  });
});

test('a type whose only quota was removed says so', () => {
  expect(faultsOf((d) => (d.quotas = []))).toEqual({ 'types.a.quotas': 'quota', 'types.b.quotas': 'quota' });
});
