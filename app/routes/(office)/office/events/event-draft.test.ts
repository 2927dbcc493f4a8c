import { expect, test } from 'vitest';
import { inputOf, newDraft } from './event-draft.ts';

const NOW = new Date('2026-03-15T12:00:00Z');
const draft = (changes: Partial<ReturnType<typeof newDraft>> = {}) => ({
  ...newDraft(NOW, 'Europe/Berlin'),
  title: 'Night',
  ...changes,
});
const faultsOf = (changes: Partial<ReturnType<typeof newDraft>>) => {
  const read = inputOf(draft(changes));
  return read.ok ? {} : read.faults;
};

test('times are read in the event’s zone, on the day the clocks change too', () => {
  const read = inputOf(draft());
  expect(read.ok && [read.input.startsAt, read.input.endsAt]).toEqual([
    '2026-03-29T17:00:00.000Z',
    '2026-03-29T20:00:00.000Z',
  ]);
});

test('fees are sent in minor units and basis points', () => {
  const read = inputOf(draft({ feeFixed: '0,50', feePercent: '2.5' }));
  expect(read.ok && [read.input.feeFixedMinor, read.input.feeBasisPoints]).toEqual([50, 250]);
});

test('empty fields are sent as null or left out, and tags one by one', () => {
  const read = inputOf(draft({ tags: 'live, , jazz ', contactEmail: ' ', houseCapacity: '' }));
  expect(read.ok && [read.input.tags, read.input.contactEmail, read.input.houseCapacity, read.input.slug]).toEqual([
    ['live', 'jazz'],
    null,
    null,
    undefined,
  ]);
});

test('each fault is named at its field', () => {
  expect(faultsOf({ title: ' ' })).toEqual({ title: 'required' });
  expect(faultsOf({ endsAt: '2026-03-29T18:59' })).toEqual({ endsAt: 'before_start' });
  expect(faultsOf({ startsAt: '' })).toEqual({ startsAt: 'required' });
  expect(faultsOf({ feeFixed: 'free', feePercent: '200', houseCapacity: 'many' })).toEqual({
    feeFixed: 'amount',
    feePercent: 'percent',
    houseCapacity: 'number',
  });
});
