import type { BookingForMail } from '../../deps.ts';
import { mailMoney, type Mail, type MailBack } from '#domain/mail/mail.ts';
import type { MailMessage, MailOf } from '#domain/mail/message.ts';
import { cancellationOf, gatherAboutTicket } from './gather-ticket-mail.ts';
import { describeBooking, describeEvent, loadConfirmedMail, type LoadDeps } from './load-booking-mail.ts';
import { overtaken, toRecipient, unsendable, type Gathered, type MailRow } from './outbox-row.ts';
import { officeLink, waitingLink } from './links.ts';

/** Gathers the content of the row's email as of now, not of when the row was written. */
export async function gatherMail(deps: LoadDeps, row: MailRow): Promise<Gathered> {
  const { message } = row;
  switch (message.kind) {
    case 'verify_address':
    case 'account_exists':
    case 'reset_password':
      return toRecipient(row, { kind: message.kind, facts: message.payload });
    case 'staff_invitation':
      return toRecipient(row, { kind: message.kind, facts: message.payload });
    case 'booking_links':
      return gatherLinks(deps, row, message.payload);
    case 'ticket_received':
    case 'ticket_transferred':
    case 'ticket_void':
      return gatherAboutTicket(deps, row, message);
    case 'waiting_joined':
    case 'event_cancelled':
      return gatherWaiting(deps, row, message);
    default:
      return gatherAboutBooking(deps, row, message);
  }
}

type BookingMail = Exclude<
  MailMessage,
  MailOf<
    | 'verify_address'
    | 'account_exists'
    | 'reset_password'
    | 'staff_invitation'
    | 'booking_links'
    | 'ticket_received'
    | 'ticket_transferred'
    | 'ticket_void'
    | 'waiting_joined'
    | 'event_cancelled'
  >
>;

async function gatherAboutBooking(deps: LoadDeps, row: MailRow, message: BookingMail): Promise<Gathered> {
  const [booking] = row.bookingId === null ? [] : await deps.mailSources.findBookings([row.bookingId]);
  if (!booking) return unsendable('The booking is gone.');
  const mail = await mailAboutBooking(deps, booking, message);
  return 'why' in mail ? overtaken(mail.why) : toRecipient(row, mail, booking.buyerEmail);
}

/** The email, or why it is no longer needed. */
async function mailAboutBooking(
  deps: LoadDeps,
  booking: BookingForMail,
  message: BookingMail,
): Promise<Mail | { why: string }> {
  const { kind, payload } = message;
  const about = describeBooking(deps, booking);
  // Links staff to the office, not to the buyer's secret page.
  const forOffice = { ...about, url: officeLink(deps, booking) };
  switch (kind) {
    case 'booking_confirmed': {
      const facts = await loadConfirmedMail(deps, booking);
      return facts ? { kind, facts } : { why: 'No ticket of this booking is valid any more.' };
    }
    case 'hold_expired':
      if (booking.status !== 'expired') return { why: `The booking is ${booking.status} by now.` };
      return { kind, facts: about };
    case 'payment_received':
      return { kind, facts: { ...about, amount: mailMoney(payload), receiptNumber: payload.receiptNumber } };
    case 'payment_refunded':
      return { kind, facts: { ...about, ...refundedOf(payload) } };
    case 'refund_delayed':
      return { kind, facts: { ...about, amount: mailMoney(payload) } };
    case 'booking_cancelled': {
      const kept = mailMoney({ amount: payload.kept, currency: payload.currency });
      const eventCancelled = cancellationOf(booking.event);
      return { kind, facts: { ...about, ...refundedOf(payload), kept, eventCancelled } };
    }
    case 'tickets_cancelled':
      return { kind, facts: { ...about, numbers: payload.numbers, ...refundedOf(payload) } };
    case 'waiting_offer':
      // Accepted, declined or expired since: there is nothing left to offer.
      if (booking.status !== 'pending_payment') return { why: `The booking is ${booking.status} by now.` };
      return { kind, facts: { ...about, until: new Date(payload.until) } };
    case 'refund_failed':
      return { kind, facts: { ...forOffice, amount: mailMoney(payload), reason: payload.reason } };
    case 'dispute': {
      const { reason, status, dueAt } = payload;
      const due = dueAt === null ? null : new Date(dueAt);
      return { kind, facts: { ...forOffice, amount: mailMoney(payload), reason, status, dueAt: due } };
    }
  }
}

function refundedOf({ amount, given, owed, withBank, currency }: MailOf<'payment_refunded'>['payload']): MailBack {
  const money = (part: number) => mailMoney({ amount: part, currency });
  const onItsWay = money(amount - given - owed);
  return { amount: money(amount), onItsWay, given: money(given), owed: money(owed), withBank: money(withBank) };
}

async function gatherLinks(
  deps: LoadDeps,
  row: MailRow,
  { email, bookingIds }: MailOf<'booking_links'>['payload'],
): Promise<Gathered> {
  const now = deps.clock.now();
  const bookings = (await deps.mailSources.findBookings(bookingIds)).filter((booking) => isOpen(booking, now));
  if (bookings.length === 0) return overtaken('The bookings are gone.');
  const facts = {
    bookings: bookings.map((booking) => ({ ...describeBooking(deps, booking), payBefore: dueOf(booking) })),
  };
  return toRecipient(row, { kind: 'booking_links', facts }, email);
}

const dueOf = ({ status, holdExpiresAt }: BookingForMail) => (status === 'pending_payment' ? holdExpiresAt : null);

/** Whether the booking has tickets or can still be paid. */
function isOpen(booking: BookingForMail, now: Date): boolean {
  const due = dueOf(booking);
  return booking.status === 'confirmed' || (due !== null && due > now);
}

async function gatherWaiting(
  deps: LoadDeps,
  row: MailRow,
  { kind, payload }: MailOf<'waiting_joined' | 'event_cancelled'>,
): Promise<Gathered> {
  const entry = await deps.mailSources.findWaiting(payload.waitingEntryId);
  if (!entry) return overtaken('The waiting-list entry is gone.');
  const { name, quantity, typeName } = entry;
  const event = describeEvent(deps, entry.event);
  if (kind === 'event_cancelled') {
    const facts = { event, name, message: entry.event.cancelMessage };
    return toRecipient(row, { kind, facts }, entry.email);
  }
  const facts = { event, name, quantity, typeName, url: waitingLink(deps, entry) };
  return toRecipient(row, { kind, facts }, entry.email);
}
