import { type Caller, may } from '../account/caller.ts';

export interface TicketOwnership {
  eventId: string;
  holderEmail: string | null;
  booking: { userId: string | null; buyerEmail: string };
  /** The link that the caller's token opens, if any: compared with the versions of both rows. */
  opens: 'ticket' | 'booking' | null;
}

/** Holders see the code, staff see the ticket without it, and for everyone else it does not exist. */
export function ticketAccess(caller: Caller, ticket: TicketOwnership): 'holder' | 'staff' | 'none' {
  if (ticket.opens === 'ticket') return 'holder';
  const transferred = ticket.holderEmail !== null;
  if (ticket.opens === 'booking') return transferred ? 'none' : 'holder';
  if (isHolder(caller, ticket)) return 'holder';
  const isStaff = may(caller, 'VIEW_BOOKING', ticket.eventId) || may(caller, 'CHECK_IN', ticket.eventId);
  return isStaff ? 'staff' : 'none';
}

/** A booking made as a guest belongs to its address, once an account has verified that address. */
function isHolder(caller: Caller, ticket: TicketOwnership): boolean {
  if (caller.kind !== 'user') return false;
  const { id, email, emailVerified } = caller.user;
  const isOwn = (address: string) => emailVerified && address.toLowerCase() === email.toLowerCase();
  if (ticket.holderEmail !== null) return isOwn(ticket.holderEmail);
  return ticket.booking.userId === id || isOwn(ticket.booking.buyerEmail);
}
