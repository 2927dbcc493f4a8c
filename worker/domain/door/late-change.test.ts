import { expect, test } from 'vitest';
import { lateChange } from './late-change.ts';

const ticket = { status: 'valid', revision: 2, attendeeName: 'Ada' } as const;

test.each([
  ['nothing that the door decides by', { ...ticket }, null],
  ['a cancellation', { ...ticket, status: 'cancelled' }, 'cancelled_inside'],
  ['a transfer', { ...ticket, revision: 3, attendeeName: 'Grace' }, 'transferred_inside'],
  ['another name', { ...ticket, attendeeName: 'Grace' }, 'renamed_inside'],
  ['a transfer that was cancelled', { ...ticket, revision: 3, status: 'cancelled' }, 'cancelled_inside'],
] as const)('of %s the door says what it means for a guest inside', (_, after, reason) => {
  expect(lateChange(ticket, after)).toBe(reason);
});

test('a ticket that was cancelled already has no second conflict', () => {
  const before = { ...ticket, status: 'cancelled' } as const;
  expect(lateChange(before, { ...before, revision: 3, attendeeName: 'Grace' })).toBeNull();
});
