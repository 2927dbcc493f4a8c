import { expect, test } from 'vitest';
import type { SignedIn } from '../account/caller.ts';
import { effectivePermissions, type Role } from '../account/permission.ts';
import { bookingAccess, type BookingOwnership } from './access.ts';

const user = (fields: Partial<SignedIn> & { role?: Role } = {}) => {
  const role = fields.role ?? 'attendee';
  const known = { id: 'ada', name: 'Ada', email: 'Ada@example.com', emailVerified: true, eventIds: null };
  return { kind: 'user' as const, user: { ...known, role, permissions: effectivePermissions(role), ...fields } };
};
const guests = (fields: Partial<BookingOwnership> = {}): BookingOwnership => ({
  eventId: 'event',
  userId: null,
  buyerEmail: 'ada@EXAMPLE.com',
  opened: false,
  ...fields,
});
const accessOf = (caller: Parameters<typeof bookingAccess>[0], booking = guests()) =>
  bookingAccess(caller, booking, 'VIEW_BOOKING');

test('a guest’s booking opens to the account of its address once that address is verified, and not before', () => {
  expect(accessOf(user())).toBe('owner');
  expect(accessOf(user({ emailVerified: false }))).toBe('none');
  expect(accessOf(user({ email: 'eve@example.com' }))).toBe('none');
  expect(accessOf(user({ emailVerified: false }), guests({ userId: 'ada' }))).toBe('owner');
});

test('a booking opens to its own link, to the account that made it, and to staff who may see its event', () => {
  expect(accessOf({ kind: 'anonymous' })).toBe('none');
  expect(accessOf({ kind: 'anonymous' }, guests({ opened: true }))).toBe('owner');
  const stranger = { id: 'eve', email: 'eve@example.com' };
  expect(accessOf(user(stranger), guests({ userId: 'ada' }))).toBe('none');
  expect(accessOf(user({ ...stranger, role: 'editor' }))).toBe('staff');
  expect(accessOf(user({ ...stranger, role: 'editor', eventIds: new Set(['other']) }))).toBe('none');
  expect(accessOf(user({ ...stranger, role: 'door_crew' }))).toBe('none');
});
