import { type Caller, may } from '../account/caller.ts';
import type { Permission } from '../account/permission.ts';

export interface BookingOwnership {
  eventId: string;
  userId: string | null;
  buyerEmail: string;
  /** The caller's secret link opens this booking: its version was compared. */
  opened: boolean;
}

/** The owner sees codes and links, staff see the booking without them, and for everyone else it does not exist. */
export function bookingAccess(
  caller: Caller,
  booking: BookingOwnership,
  permission: Permission,
): 'owner' | 'staff' | 'none' {
  if (booking.opened || isOwner(caller, booking)) return 'owner';
  return may(caller, permission, booking.eventId) ? 'staff' : 'none';
}

/** A booking made as a guest belongs to its address, once an account has verified that address. */
function isOwner(caller: Caller, { userId, buyerEmail }: BookingOwnership): boolean {
  if (caller.kind !== 'user') return false;
  const { id, email, emailVerified } = caller.user;
  return userId === id || (emailVerified && buyerEmail.toLowerCase() === email.toLowerCase());
}
