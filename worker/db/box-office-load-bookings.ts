import type { ClientBase } from 'pg';
import type { BookingStatus } from '../domain/booking.ts';
import type { Command } from '../domain/box-office/command.ts';
import type { BookingAtDesk, Desk, LineAtDesk, RefundAtDesk } from '../domain/box-office/desk.ts';
import type { PaymentRecord } from '../domain/payment.ts';
import { rows } from './box-office-load.ts';
import { PAYMENT_COLUMNS, toPayment, type PaymentRow } from './payment-row.ts';

type BookedAgain = { bookingId: string; id: string; status: BookingStatus };
export type LoadedBookings = Pick<Desk, 'bookings' | 'refunds' | 'knownStripeEvents' | 'bookedAgain'>;

const BOOKINGS = `select id, reference, user_id as "userId", buyer_name as "buyerName", buyer_email as "buyerEmail", locale,
  status, method, currency, total_minor::float8 as "totalMinor", fee_minor::float8 as "feeMinor",
  tax_minor::float8 as "taxMinor", ticket_count as "ticketCount", attendees, link_version as "linkVersion",
  hold_expires_at as "holdExpiresAt", releasing_since as "releasingSince", confirmed_at as "confirmedAt",
  expired_at as "expiredAt", cancelled_at as "cancelledAt", created_at as "createdAt"
  from bookings where id = any($2::uuid[]) and event_id = $1 order by id for no key update`;
const LINES = `select booking_id as "bookingId", id, ticket_type_id as "ticketTypeId", quantity, places,
  unit_price_minor::float8 as "unitPriceMinor", unit_fee_minor::float8 as "unitFeeMinor",
  total_minor::float8 as "totalMinor", tax_minor::float8 as "taxMinor", tax_rate_basis_points as "taxRateBasisPoints"
  from booking_lines where booking_id = any($1::uuid[]) order by booking_id, position`;
const PAYMENTS = `select ${PAYMENT_COLUMNS} from payments p where p.booking_id = any($1::uuid[]) order by p.id desc`;
const REFUNDS = `select r.id, p.booking_id as "bookingId", r.status, r.amount_minor::float8 as "amountMinor", r.currency
  from refunds r join payments p on p.id = r.payment_id where r.id = any($1::uuid[])`;
const STRIPE_EVENTS = `select id from stripe_events where id = any($1::text[])`;
const BOOKED_AGAIN = `select b.id as "bookingId", o.id, o.status from bookings b join bookings o on o.event_id = b.event_id
  and o.id <> b.id and o.created_at >= coalesce(b.expired_at, b.created_at)
  and (o.user_id = b.user_id or o.buyer_email_normalized = b.buyer_email_normalized)
  where b.event_id = $1 and b.id = any($2::uuid[]) and b.status = 'expired'`;

export async function loadBookings(
  client: ClientBase,
  eventId: string,
  commands: readonly Command[],
  due: string[],
): Promise<LoadedBookings> {
  const ids = [
    ...new Set([...due, ...commands.flatMap((command) => ('bookingId' in command ? command.bookingId : []))]),
  ];
  const refundIds = commands.flatMap((command) => (command.kind === 'settle_refund' ? command.refundId : []));
  const marks = commands.flatMap((command) =>
    'stripeEvent' in command && command.stripeEvent ? command.stripeEvent.id : [],
  );
  const paid = commands.flatMap((command) =>
    command.kind === 'settle' && command.report.state === 'paid' ? command.bookingId : [],
  );
  const [bookings, lines, payments, refunds, known, again] = await Promise.all([
    ids.length ? rows<Omit<BookingAtDesk, 'lines' | 'payments'>>(client, null, BOOKINGS, [eventId, ids]) : [],
    ids.length ? rows<LineAtDesk & { bookingId: string }>(client, null, LINES, [ids]) : [],
    ids.length ? rows<PaymentRow>(client, null, PAYMENTS, [ids]) : [],
    refundIds.length ? rows<RefundAtDesk>(client, null, REFUNDS, [refundIds]) : [],
    marks.length ? rows<{ id: string }>(client, null, STRIPE_EVENTS, [marks]) : [],
    paid.length ? rows<BookedAgain>(client, null, BOOKED_AGAIN, [eventId, paid]) : [],
  ]);
  return {
    bookings: gather(bookings, lines, payments.map(toPayment)),
    refunds: new Map(refunds.map((refund) => [refund.id, refund])),
    knownStripeEvents: new Set(known.map(({ id }) => id)),
    bookedAgain: Map.groupBy(again, ({ bookingId }) => bookingId),
  };
}

function gather(
  found: Omit<BookingAtDesk, 'lines' | 'payments'>[],
  lines: (LineAtDesk & { bookingId: string })[],
  payments: PaymentRecord[],
): Map<string, BookingAtDesk> {
  const bookings = new Map<string, BookingAtDesk>(found.map((row) => [row.id, { ...row, lines: [], payments: [] }]));
  for (const line of lines) bookings.get(line.bookingId)?.lines.push(line);
  for (const payment of payments) bookings.get(payment.bookingId)?.payments.push(payment);
  return bookings;
}
