import { expect, test } from 'vitest';
import type { Caller, SignedIn } from '../account/caller.ts';
import type { Permission } from '../account/permission.ts';
import { ticketAccess, type TicketOwnership } from './access.ts';

const ticket: TicketOwnership = {
  eventId: 'event-1',
  holderEmail: null,
  booking: { userId: 'user-1', buyerEmail: 'Buyer@Example.com' },
  opens: null,
};
const transferred = { ...ticket, holderEmail: 'friend@example.com' };
const nobody: Caller = { kind: 'anonymous' };
const user = (over: Partial<SignedIn> = {}): Caller => ({
  kind: 'user',
  user: {
    id: 'user-9',
    name: 'Kim',
    email: 'kim@example.com',
    emailVerified: true,
    role: 'attendee',
    permissions: new Set<Permission>(),
    eventIds: null,
    ...over,
  },
});
const crew = (eventId: string) =>
  user({ role: 'door_crew', permissions: new Set<Permission>(['CHECK_IN']), eventIds: new Set([eventId]) });

test('the ticket’s own link and, until it is transferred, the booking’s link open it', () => {
  expect(ticketAccess(nobody, { ...ticket, opens: 'ticket' })).toBe('holder');
  expect(ticketAccess(nobody, { ...ticket, opens: 'booking' })).toBe('holder');
  expect(ticketAccess(nobody, { ...transferred, opens: 'ticket' })).toBe('holder');
  expect(ticketAccess(nobody, { ...transferred, opens: 'booking' })).toBe('none');
  expect(ticketAccess(nobody, ticket)).toBe('none');
});

test('the buyer’s account opens it until it is transferred, then the holder’s does', () => {
  expect(ticketAccess(user({ id: 'user-1' }), ticket)).toBe('holder');
  expect(ticketAccess(user({ id: 'user-1' }), transferred)).toBe('none');
  expect(ticketAccess(user({ email: 'Friend@example.com' }), transferred)).toBe('holder');
  expect(ticketAccess(user(), ticket)).toBe('none');
});

test('a guest’s booking shows in an account of that address once the address is verified', () => {
  const guests = { ...ticket, booking: { userId: null, buyerEmail: 'Buyer@Example.com' } };
  expect(ticketAccess(user({ email: 'buyer@example.com' }), guests)).toBe('holder');
  expect(ticketAccess(user({ email: 'buyer@example.com', emailVerified: false }), guests)).toBe('none');
});

test('staff see the ticket of their own events without its code', () => {
  expect(ticketAccess(crew('event-1'), ticket)).toBe('staff');
  expect(ticketAccess(crew('event-2'), ticket)).toBe('none');
});
