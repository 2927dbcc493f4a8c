import type { LeasedRow, PostBooking } from '../../deps.ts';
import { mailMoney, type Mail, type MailBack, type MailFacts } from '#domain/mail/mail.ts';
import type { StaffRole } from '#domain/account/permission.ts';
import { cancellationOf, gatherAboutTicket } from './gather-ticket-mail.ts';
import { describeBooking, describeEvent, loadConfirmedMail, type LoadDeps } from './load-booking-mail.ts';
import { overtaken, text, toRecipient, unsendable, type Gathered } from './outbox-row.ts';
import { officeLink, waitingLink } from './links.ts';

/** Gathers the content of the row's email as of now, not of when the row was written. */
export async function gatherMail(deps: LoadDeps, row: LeasedRow): Promise<Gathered> {
  switch (row.kind) {
    case 'verify_address':
    case 'account_exists':
    case 'reset_password':
      return toRecipient(row, { kind: row.kind, facts: { name: text(row, 'name'), url: text(row, 'url') } });
    case 'staff_invitation': {
      const inviter = text(row, 'inviter');
      const role = text(row, 'role') as StaffRole;
      const facts = { name: text(row, 'name'), url: text(row, 'url'), inviter, role };
      return toRecipient(row, { kind: row.kind, facts });
    }
    case 'booking_links':
      return gatherLinks(deps, row);
    case 'ticket_received':
    case 'ticket_passed_on':
    case 'ticket_void':
      return gatherAboutTicket(deps, row);
    case 'waiting_joined':
    case 'waiting_called_off':
      return gatherWaiting(deps, row);
    default:
      return gatherAboutBooking(deps, row);
  }
}

async function gatherAboutBooking(deps: LoadDeps, row: LeasedRow): Promise<Gathered> {
  const [booking] = await deps.post.findBookings([row.bookingId ?? text(row, 'bookingId')]);
  if (!booking) return unsendable('The booking is gone.');
  const mail = await mailAboutBooking(deps, row, booking);
  if (mail === null) return unsendable(`This version knows no mail of the kind ${row.kind}.`);
  return 'why' in mail ? overtaken(mail.why) : toRecipient(row, mail, booking.buyerEmail);
}

/** The email, why it is no longer needed, or null for an unknown kind. */
async function mailAboutBooking(
  deps: LoadDeps,
  row: LeasedRow,
  booking: PostBooking,
): Promise<Mail | { why: string } | null> {
  switch (row.kind) {
    case 'booking_confirmed': {
      const facts = await loadConfirmedMail(deps, booking);
      return facts ? { kind: row.kind, facts } : { why: 'No ticket of this booking is valid any more.' };
    }
    case 'hold_expired':
      if (booking.status !== 'expired') return { why: `The booking is ${booking.status} by now.` };
      return { kind: row.kind, facts: describeBooking(deps, booking) };
    case 'payment_received': {
      const paid = { amount: amountOf(row), receiptNumber: text(row, 'receiptNumber') };
      return { kind: row.kind, facts: { ...describeBooking(deps, booking), ...paid } };
    }
    case 'payment_refunded':
      return { kind: row.kind, facts: { ...describeBooking(deps, booking), ...backOf(row) } };
    case 'refund_delayed':
      return { kind: row.kind, facts: { ...describeBooking(deps, booking), amount: amountOf(row) } };
    case 'booking_cancelled': {
      const calledOff = cancellationOf(booking.event);
      const kept = mailMoney({ amount: Number(row.payload.kept ?? 0), currency: text(row, 'currency') });
      return { kind: row.kind, facts: { ...describeBooking(deps, booking), ...backOf(row), kept, calledOff } };
    }
    case 'tickets_cancelled': {
      const numbers = Array.isArray(row.payload.numbers) ? row.payload.numbers.map(String) : [];
      return { kind: row.kind, facts: { ...describeBooking(deps, booking), numbers, ...backOf(row) } };
    }
    case 'waiting_offer':
      // Accepted, declined or expired since: there is nothing left to offer.
      if (booking.status !== 'pending_payment') return { why: `The booking is ${booking.status} by now.` };
      return { kind: row.kind, facts: { ...describeBooking(deps, booking), until: new Date(text(row, 'until')) } };
    case 'refund_failed':
      return {
        kind: row.kind,
        facts: { ...forOffice(deps, booking), amount: amountOf(row), reason: text(row, 'reason') },
      };
    case 'dispute': {
      const status = text(row, 'status') as MailFacts['dispute']['status'];
      const dueAt = typeof row.payload.dueAt === 'string' ? new Date(row.payload.dueAt) : null;
      const facts = { ...forOffice(deps, booking), amount: amountOf(row), reason: text(row, 'reason'), status, dueAt };
      return { kind: row.kind, facts };
    }
    default:
      return null;
  }
}

const amountOf = (row: LeasedRow) => mailMoney({ amount: Number(row.payload.amount), currency: text(row, 'currency') });
function backOf(row: LeasedRow): MailBack {
  const [amount, given, owed, withBank] = ['amount', 'given', 'owed', 'withBank'].map((part) =>
    Number(row.payload[part] ?? 0),
  ) as [number, number, number, number];
  const money = (part: number) => mailMoney({ amount: part, currency: text(row, 'currency') });
  const onItsWay = money(amount - given - owed);
  return { amount: money(amount), onItsWay, given: money(given), owed: money(owed), withBank: money(withBank) };
}
/** Links staff to the office, not to the buyer's secret page. */
const forOffice = (deps: LoadDeps, booking: PostBooking) => ({
  ...describeBooking(deps, booking),
  url: officeLink(deps, booking),
});

async function gatherLinks(deps: LoadDeps, row: LeasedRow): Promise<Gathered> {
  const ids = Array.isArray(row.payload.bookingIds) ? row.payload.bookingIds.map(String) : [];
  const now = deps.clock.now();
  const bookings = (await deps.post.findBookings(ids)).filter((booking) => isOpen(booking, now));
  if (bookings.length === 0) return overtaken('The bookings are gone.');
  const facts = {
    bookings: bookings.map((booking) => ({ ...describeBooking(deps, booking), payBefore: dueOf(booking) })),
  };
  return toRecipient(row, { kind: 'booking_links', facts }, text(row, 'email'));
}

const dueOf = ({ status, holdExpiresAt }: PostBooking) => (status === 'pending_payment' ? holdExpiresAt : null);

/** Whether the booking has tickets or can still be paid. */
function isOpen(booking: PostBooking, now: Date): boolean {
  const due = dueOf(booking);
  return booking.status === 'confirmed' || (due !== null && due > now);
}

async function gatherWaiting(deps: LoadDeps, row: LeasedRow): Promise<Gathered> {
  const entry = await deps.post.findWaiting(text(row, 'waitingEntryId'));
  if (!entry) return overtaken('The waiting-list entry is gone.');
  const { name, quantity, typeName } = entry;
  const event = describeEvent(deps, entry.event);
  if (row.kind === 'waiting_called_off') {
    const facts = { event, name, message: entry.event.cancelMessage };
    return toRecipient(row, { kind: 'waiting_called_off', facts }, entry.email);
  }
  const facts = { event, name, quantity, typeName, url: waitingLink(deps, entry) };
  return toRecipient(row, { kind: 'waiting_joined', facts }, entry.email);
}
