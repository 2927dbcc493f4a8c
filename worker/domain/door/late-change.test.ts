import { expect, test } from 'vitest';
import type { TicketFacts } from './door.ts';
import { lateChange } from './late-change.ts';

const known: TicketFacts = {
  id: 'ticket',
  number: 'ABCD2345',
  typeId: 'general',
  bookingId: 'booking',
  status: 'valid',
  revision: 1,
  attendeeName: 'Ada',
  amountDueMinor: null,
};
const inside = { exitedAt: null, revision: 1 };
const left = { ...inside, exitedAt: 1000 };
const transferred = { ...known, revision: 2, attendeeName: 'Bo' };
const cancelled = { ...known, status: 'cancelled' as const };
const renamed = { ...known, attendeeName: 'Cy' };
/** Known by its signature alone. */
const signed = { ...known, number: null, bookingId: null, attendeeName: '' };

test.each([
  ['a cancellation', { entry: inside, before: known, after: cancelled }, 'cancelled_inside'],
  ['a transfer', { entry: inside, before: known, after: transferred }, 'transferred_inside'],
  ['a renaming', { entry: inside, before: known, after: renamed }, 'renamed_inside'],
  ['a renaming, the guest having left', { entry: left, before: known, after: renamed }, 'renamed_inside'],
  [
    'a transfer that the new holder came in after',
    { entry: { ...inside, revision: 2 }, before: known, after: transferred },
    null,
  ],
  ['a cancellation or transfer after the guest has left', { entry: left, before: known, after: transferred }, null],
  ['a cancellation after the guest has left', { entry: left, before: known, after: cancelled }, null],
  ['no change of these', { entry: inside, before: known, after: { ...known, amountDueMinor: 500 } }, null],
  ['the same cancellation again', { entry: inside, before: cancelled, after: cancelled }, null],
  ['the same transfer again', { entry: inside, before: transferred, after: transferred }, null],
  ['the first news of a ticket known by its signature', { entry: inside, before: signed, after: known }, null],
  [
    'a transfer of a ticket known by its signature',
    { entry: inside, before: signed, after: transferred },
    'transferred_inside',
  ],
  ['a transfer, after the copy was lost', { entry: inside, before: null, after: transferred }, 'transferred_inside'],
  ['a cancellation, after the copy was lost', { entry: inside, before: null, after: cancelled }, 'cancelled_inside'],
  ['what Postgres had with the entry', { entry: { ...inside, revision: null }, before: null, after: cancelled }, null],
  [
    'a transfer on an entry of unknown revision',
    { entry: { ...inside, revision: null }, before: known, after: transferred },
    null,
  ],
  [
    'a later cancellation on an entry of unknown revision',
    { entry: { ...inside, revision: null }, before: known, after: cancelled },
    'cancelled_inside',
  ],
])('an entry that met %s', (_, { entry, before, after }, reason) => {
  expect(lateChange(entry, before, after)).toBe(reason);
});
