import type { LeasedRow, PostBooking } from '../deps.ts';
import { mailMoney, type Mail } from '../domain/mail.ts';
import type { StaffRole } from '../domain/permission.ts';
import { describeBooking, loadConfirmedMail, type LoadDeps } from './load-booking-mail.ts';

/** A mail with whom it is for, or in words for staff why there is nothing to send. */
export type Gathered = { ok: true; mail: Mail; to: string } | { ok: false; why: string };

/** What the row's mail has to say, as things stand now and not when the row was written. */
export async function gatherMail(deps: LoadDeps, row: LeasedRow): Promise<Gathered> {
  switch (row.kind) {
    case 'verify_address':
    case 'account_exists':
    case 'reset_password':
      return toRecipient(row, { kind: row.kind, facts: { name: text(row, 'name'), url: text(row, 'url') } });
    case 'staff_invitation': {
      const [inviter, role] = [text(row, 'inviter'), text(row, 'role') as StaffRole];
      const facts = { name: text(row, 'name'), url: text(row, 'url'), inviter, role };
      return toRecipient(row, { kind: row.kind, facts });
    }
    case 'booking_links':
      return gatherLinks(deps, row);
    default:
      return gatherAboutBooking(deps, row);
  }
}

async function gatherAboutBooking(deps: LoadDeps, row: LeasedRow): Promise<Gathered> {
  const [booking] = await deps.post.findBookings([row.bookingId ?? text(row, 'bookingId')]);
  if (!booking) return nothing('The booking is gone.');
  const mail = await mailAboutBooking(deps, row, booking);
  return 'why' in mail ? nothing(mail.why) : toRecipient(row, mail, booking.buyerEmail);
}

async function mailAboutBooking(deps: LoadDeps, row: LeasedRow, booking: PostBooking): Promise<Mail | { why: string }> {
  switch (row.kind) {
    case 'booking_confirmed': {
      const facts = await loadConfirmedMail(deps, booking);
      return facts ? { kind: row.kind, facts } : { why: 'No ticket of this booking is valid any more.' };
    }
    case 'hold_expired':
      if (booking.status !== 'expired') return { why: `The booking is ${booking.status} by now.` };
      return { kind: row.kind, facts: describeBooking(deps, booking) };
    case 'payment_refunded': {
      const amount = mailMoney({ amount: Number(row.payload.amount), currency: text(row, 'currency') });
      return { kind: row.kind, facts: { ...describeBooking(deps, booking), amount } };
    }
    default:
      return { why: `This version knows no mail of the kind ${row.kind}.` };
  }
}

async function gatherLinks(deps: LoadDeps, row: LeasedRow): Promise<Gathered> {
  const ids = Array.isArray(row.payload.bookingIds) ? row.payload.bookingIds.map(String) : [];
  const now = deps.clock.now();
  const bookings = (await deps.post.findBookings(ids)).filter((booking) => isOpen(booking, now));
  if (bookings.length === 0) return nothing('The bookings are gone.');
  const facts = {
    bookings: bookings.map((booking) => ({ ...describeBooking(deps, booking), payBefore: dueOf(booking) })),
  };
  return toRecipient(row, { kind: 'booking_links', facts }, text(row, 'email'));
}

const dueOf = ({ status, holdExpiresAt }: PostBooking) => (status === 'pending_payment' ? holdExpiresAt : null);

/** Has tickets, or can still be paid. */
function isOpen(booking: PostBooking, now: Date): boolean {
  const due = dueOf(booking);
  return booking.status === 'confirmed' || (due !== null && due > now);
}

const nothing = (why: string): Gathered => ({ ok: false, why });

function toRecipient(row: LeasedRow, mail: Mail, otherwise?: string): Gathered {
  const to = row.recipient ?? otherwise;
  return to ? { ok: true, mail, to } : nothing('The mail has no recipient.');
}

function text(row: LeasedRow, field: string): string {
  const value = row.payload[field];
  if (typeof value !== 'string') throw new Error(`Outbox row ${row.id} (${row.kind}) has no ${field}`);
  return value;
}
