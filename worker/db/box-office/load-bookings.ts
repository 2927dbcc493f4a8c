import type { BookingStatus } from '#domain/booking/booking.ts';
import type {
  NewReceipt,
  BookingAtDesk,
  DisputeAtDesk,
  LineAtDesk,
  RefundAtDesk,
  TicketAtDesk,
} from '#domain/box-office/at-desk.ts';
import type { Command } from '#domain/box-office/command.ts';
import type { Desk } from '#domain/box-office/desk.ts';
import { normalizeEmail } from '#domain/account/person.ts';
import type { WaitingEntry } from '#domain/booking/waiting.ts';
import { rows, type LoadingTurn } from './rows.ts';
import { loadNamedWaiting } from './load-waiting.ts';
import { PAYMENT_COLUMNS, toPayment, type PaymentRow } from '../payment/row.ts';

type BookedAgain = { bookingId: string; id: string; status: BookingStatus };
export type LoadedBookings = Pick<
  Desk,
  'bookings' | 'refunds' | 'disputes' | 'knownStripeEvents' | 'bookedAgain' | 'waitingEntries'
>;

const BOOKINGS = `select id, reference, user_id as "userId", buyer_name as "buyerName", buyer_email as "buyerEmail", locale,
  status, method, currency, total_minor::float8 as "totalMinor", fee_minor::float8 as "feeMinor",
  tax_minor::float8 as "taxMinor", discount_minor::float8 as "discountMinor", coupon_id as "couponId",
  (select code from coupons c where c.id = b.coupon_id) as "couponCode", waiting_entry_id as "waitingEntryId",
  ticket_count as "ticketCount", attendees, billing, link_version as "linkVersion", hold_expires_at as "holdExpiresAt",
  releasing_since as "releasingSince", refund_if_paid as "refundIfPaid", confirmed_at as "confirmedAt", expired_at as "expiredAt",
  cancelled_at as "cancelledAt", created_at as "createdAt",
  case when waiting_entry_id is null and not id = any($3::uuid[]) then '[]' else (select coalesce(jsonb_agg(jsonb_build_object('questionId', a.question_id,
    'place', nullif(a.place, -1), 'value', a.value)), '[]') from answers a where a.booking_id = b.id) end as answers
  from bookings b where id = any($2::uuid[]) and event_id = $1 order by id for no key update`;
const LINES = `select booking_id as "bookingId", id, ticket_type_id as "ticketTypeId", quantity, places,
  cancelled_places as "cancelledPlaces", unit_price_minor::float8 as "unitPriceMinor",
  unit_fee_minor::float8 as "unitFeeMinor", discount_minor::float8 as "discountMinor",
  total_minor::float8 as "totalMinor", tax_minor::float8 as "taxMinor", tax_rate_basis_points as "taxRateBasisPoints"
  from booking_lines where booking_id = any($1::uuid[]) order by booking_id, position`;
const PAYMENTS = `select ${PAYMENT_COLUMNS}, (select r.tax from receipts r where r.payment_id = p.id) as receipted,
  (select d.status from disputes d where d.payment_id = p.id and d.status <> 'won' order by d.status limit 1) as contested
  from payments p where p.booking_id = any($1::uuid[]) order by p.id desc`;
const REFUNDS = `select r.id, p.booking_id as "bookingId", r.payment_id as "paymentId", r.status,
  r.stripe_refund_id as "stripeRefundId", r.amount_minor::float8 as "amountMinor", r.currency, r.by_hand as "byHand",
  (select c.tax from receipts c where c.refund_id = r.id) as credited
  from refunds r join payments p on p.id = r.payment_id where p.booking_id = any($1::uuid[]) order by r.id`;
const TICKETS = `select t.booking_id as "bookingId", t.id, t.line_id as "lineId", t.ticket_type_id as "ticketTypeId",
  t.position, t.number, t.status, t.revision, t.key_id as "keyId", t.issued_at as "issuedAt",
  t.attendee_name as "attendeeName", t.holder_email as "holderEmail", t.link_version as "linkVersion",
  t.seq::float8 as seq, t.cancelled_at as "cancelledAt", coalesce(a.was, false) as "wasIn", coalesce(a.is_in, false) as "isIn"
  from tickets t left join lateral (select true as was, bool_or(exited_at is null) as is_in from attendance
    where ticket_id = t.id and undone_at is null having count(*) > 0) a on true
  where t.booking_id = any($1::uuid[]) order by t.booking_id, t.position`;
const DISPUTES = `select stripe_dispute_id as "stripeId", id, status from disputes where stripe_dispute_id = any($1::text[])`;
const STRIPE_EVENTS = `select id from stripe_events where id = any($1::text[])`;
const BOOKED_AGAIN = `select b.id as "bookingId", o.id, o.status from bookings b join bookings o on o.event_id = b.event_id
  and o.id <> b.id and o.created_at >= coalesce(b.expired_at, b.created_at)
  and (o.user_id = b.user_id or o.buyer_email_normalized = b.buyer_email_normalized)
  where b.event_id = $1 and b.id = any($2::uuid[]) and b.status = 'expired'`;

/** Commands that concern tickets, and those that may refund, need them. */
const LOOKS_AT_TICKETS = new Set<Command['kind']>([
  ...(['cancel', 'change_status', 'cancel_tickets', 'transfer', 'rename', 'change_answers', 'settle_dispute'] as const),
]);
const NO_REFUNDS = new Set<Command['kind']>([
  ...([
    'place',
    'start_payment',
    'attach_session',
    'complete',
    'join_waiting',
    'take_payment',
    'place_guests',
  ] as const),
]);

export async function loadBookings(
  turn: LoadingTurn,
  { due, waiting }: { due: string[]; waiting: readonly WaitingEntry[] },
): Promise<LoadedBookings> {
  const { client, eventId, commands } = turn;
  const ids = [...new Set([...due, ...idsOf(commands, () => true)])];
  const ticketsOf = [...due, ...idsOf(commands, ({ kind }) => LOOKS_AT_TICKETS.has(kind))];
  const answersOf = idsOf(commands, ({ kind }) => kind === 'change_answers');
  const refundsOf = commands.every(({ kind }) => NO_REFUNDS.has(kind)) ? [] : ids;
  const disputed = commands.flatMap((command) =>
    command.kind === 'settle_dispute' ? command.report.stripeDisputeId : [],
  );
  const marks = commands.flatMap((command) => ('stripeEvent' in command && command.stripeEvent?.id) || []);
  const paid = idsOf(commands, (command) => command.kind === 'settle' && command.report.state === 'paid');
  const [bookings, lines, payments, refunds, tickets, disputes, known, again] = await Promise.all([
    ids.length ? rows<Omit<BookingAtDesk, keyof Beside>>(client, { text: BOOKINGS }, [eventId, ids, answersOf]) : [],
    ids.length ? rows<Owned<LineAtDesk>>(client, { text: LINES }, [ids]) : [],
    ids.length ? rows<PaymentAtDesk>(client, { text: PAYMENTS }, [ids]) : [],
    refundsOf.length ? rows<RefundFound>(client, { text: REFUNDS }, [refundsOf]) : [],
    ticketsOf.length ? rows<Owned<TicketAtDesk>>(client, { text: TICKETS }, [ticketsOf]) : [],
    disputed.length ? rows<DisputeAtDesk & { stripeId: string }>(client, { text: DISPUTES }, [disputed]) : [],
    marks.length ? rows<{ id: string }>(client, { text: STRIPE_EVENTS }, [marks]) : [],
    paid.length ? rows<BookedAgain>(client, { text: BOOKED_AGAIN }, [eventId, paid]) : [],
  ]);
  return {
    bookings: gather(bookings, { lines, payments, refunds, tickets }),
    refunds: new Map(refunds.map((refund) => [refund.id, refund])),
    disputes: new Map(disputes.map(({ stripeId, ...dispute }) => [stripeId, dispute])),
    knownStripeEvents: new Set(known.map(({ id }) => id)),
    bookedAgain: Map.groupBy(again, ({ bookingId }) => bookingId),
    waitingEntries: await loadNamedWaiting(turn, namedWaiting(commands, bookings, paid), waiting),
  };
}

type Tax = NewReceipt['tax'];
type Owned<T> = T & { bookingId: string };
type Beside = Pick<
  BookingAtDesk,
  'lines' | 'payments' | 'refunds' | 'receipted' | 'credited' | 'contested' | 'tickets'
>;

const idsOf = (commands: readonly Command[], isMeant: (command: Command) => boolean): string[] =>
  commands.flatMap((command) => ('bookingId' in command && isMeant(command) ? command.bookingId : []));

function namedWaiting(
  commands: readonly Command[],
  bookings: readonly Pick<BookingAtDesk, 'id' | 'waitingEntryId' | 'buyerEmail'>[],
  paid: readonly string[],
) {
  const ids = bookings.flatMap(({ waitingEntryId }) => waitingEntryId ?? []);
  const leaving = commands.flatMap((command) => (command.kind === 'leave_waiting' ? command.entryId : []));
  const joining = commands.flatMap((command) => (command.kind === 'join_waiting' ? command.email : []));
  // An entry refunded for want of places comes first.
  const paying = bookings.flatMap(({ id, buyerEmail }) => (paid.includes(id) ? buyerEmail : []));
  return { ids: [...ids, ...leaving], people: [...joining, ...paying].map(normalizeEmail) };
}

type RefundFound = RefundAtDesk & { credited: Tax | null };
type PaymentAtDesk = PaymentRow & { receipted: Tax | null; contested: 'open' | 'lost' | null };
type Found = {
  lines: Owned<LineAtDesk>[];
  payments: PaymentAtDesk[];
  refunds: RefundFound[];
  tickets: Owned<TicketAtDesk>[];
};

function gather(found: Omit<BookingAtDesk, keyof Beside>[], beside: Found): Map<string, BookingAtDesk> {
  const bare = (): Beside => ({
    lines: [],
    payments: [],
    refunds: [],
    tickets: [],
    receipted: new Map(),
    credited: new Map(),
    contested: new Map(),
  });
  const bookings = new Map<string, BookingAtDesk>(found.map((row) => [row.id, { ...row, ...bare() }]));
  for (const line of beside.lines) bookings.get(line.bookingId)?.lines.push(line);
  for (const ticket of beside.tickets) bookings.get(ticket.bookingId)?.tickets.push(ticket);
  for (const row of beside.payments) {
    const booking = bookings.get(row.booking_id);
    booking?.payments.push(toPayment(row));
    if (row.receipted) booking?.receipted.set(row.id, row.receipted);
    if (row.contested) booking?.contested.set(row.id, row.contested);
  }
  for (const refund of beside.refunds) {
    const booking = bookings.get(refund.bookingId);
    booking?.refunds.push(refund);
    if (refund.credited) booking?.credited.set(refund.id, refund.credited);
  }
  return bookings;
}
