import { expect } from 'vitest';
import type { BookingRow, Books, LineRow, WaitingRow } from './books.ts';
import { CANCEL_FEE, type Sale } from './sale.ts';

const sum = <T>(rows: readonly T[], amount: (row: T) => number) => rows.reduce((all, row) => all + amount(row), 0);
/** A booking to be paid at the door has its tickets, and its places are sold. */
const hasTickets = (booking: BookingRow) =>
  booking.status === 'confirmed' || (booking.status === 'pending_payment' && booking.method === 'at_door');
const isLive = ({ status }: BookingRow) => status === 'pending_payment' || status === 'confirmed';
const linesOf = (books: Books, { id }: BookingRow) => books.lines.filter((line) => line.booking_id === id);
const taken = (line: LineRow) => line.places - line.cancelled_places;

/** Never sold twice, never money without a ticket or a refund, and the waiting list comes first. */
export function holds(sale: Sale): void {
  places(sale.books);
  coupons(sale);
  tickets(sale.books);
  for (const booking of sale.books.bookings) money(sale, booking);
  receipts(sale);
  people(sale);
  waiting(sale);
}

function places(books: Books): void {
  const counted = books.quotas.map(({ id, size }) => {
    const draws = (isMeant: (booking: BookingRow) => boolean) =>
      sum(
        books.bookings.filter(isMeant).flatMap((booking) => linesOf(books, booking)),
        (line) => (typeOf(books, line.ticket_type_id).quotas.includes(id) ? taken(line) : 0),
      );
    return { id, size, held: draws((one) => isLive(one) && !hasTickets(one)), sold: draws(hasTickets) };
  });
  expect(books.quotas.map(({ id, size, held, sold }) => ({ id, size, held, sold }))).toEqual(counted);
  for (const { size, held, sold } of counted) expect(held + sold).toBeLessThanOrEqual(size ?? Infinity);
}

function typeOf(books: Books, id: string) {
  return books.types.find((type) => type.id === id)!;
}

function coupons({ books, late }: Sale): void {
  for (const coupon of books.coupons) {
    const users = books.bookings.filter((booking) => booking.coupon_id === coupon.id && isLive(booking));
    expect(coupon.used, `uses of ${coupon.code}`).toBe(users.length);
    const inTime = users.filter(({ id }) => !late.has(id));
    if (inTime.length === users.length) expect(coupon.used).toBeLessThanOrEqual(coupon.max_uses ?? Infinity);
    for (const person of new Set(users.map((booking) => booking.buyer_email_normalized))) {
      const theirs = users.filter((booking) => booking.buyer_email_normalized === person);
      if (theirs.every(({ id, source }) => !late.has(id) && source !== 'staff'))
        expect(theirs.length, `uses by ${person}`).toBeLessThanOrEqual(coupon.uses_per_person ?? Infinity);
    }
  }
}

function tickets(books: Books): void {
  for (const booking of books.bookings) {
    const valid = books.tickets.filter((ticket) => ticket.booking_id === booking.id && ticket.status === 'valid');
    const owed = hasTickets(booking) ? sum(linesOf(books, booking), taken) : 0;
    expect(valid.length, `tickets of a ${booking.status} booking`).toBe(owed);
    if (isLive(booking)) expect(booking.ticket_count).toBe(sum(linesOf(books, booking), taken));
  }
  expect(Math.max(0, ...books.tickets.map(({ seq }) => seq))).toBeLessThanOrEqual(books.event.ticket_seq);
}

/** Payments less refunds, in minor units. */
export function kept(books: Books, { id }: BookingRow): number {
  const paid = books.payments.filter((payment) => payment.booking_id === id && payment.status === 'succeeded');
  const back = books.refunds.filter((refund) => refund.status !== 'failed' && paid.some((p) => p.id === refund.payment_id)); // prettier-ignore
  return sum(paid, (payment) => payment.amount_minor) - sum(back, (refund) => refund.amount_minor);
}

function money({ books, mayKeep, givenUp }: Sale, booking: BookingRow): void {
  const rest = kept(books, booking);
  const paid = books.payments.filter(({ booking_id, status }) => booking_id === booking.id && status === 'succeeded');
  if (booking.status === 'confirmed' && booking.total_minor > 0)
    expect(Math.max(0, ...paid.map(({ amount_minor }) => amount_minor))).toBe(booking.total_minor);
  if (mayKeep.has(booking.id)) return;
  expect(rest, 'more went back than came').toBeGreaterThanOrEqual(0);
  if (booking.status === 'confirmed') expect(rest, 'paid twice').toBeLessThanOrEqual(booking.total_minor);
  else {
    const waits = sum(books.deferred.filter(({ booking_id }) => booking_id === booking.id), (one) => one.amount_minor); // prettier-ignore
    const fee = givenUp.has(booking.id) ? CANCEL_FEE : 0;
    expect(rest, `money of a ${booking.status} booking`).toBeLessThanOrEqual(fee + waits);
  }
}

function receipts({ books, mayKeep }: Sale): void {
  expect(books.receipts.map(({ number }) => number)).toEqual(books.receipts.map((_, at) => at + 1));
  expect(books.event.receipt_seq).toBe(books.receipts.length);
  for (const { id, booking_id, status, amount_minor } of books.payments) {
    const own = books.receipts.filter(({ payment_id }) => payment_id === id);
    expect(own.length).toBeLessThanOrEqual(1);
    const isSold = books.bookings.some((booking) => booking.id === booking_id && booking.status === 'confirmed');
    if (isSold && books.payments.filter((payment) => payment.booking_id === booking_id).length === 1)
      expect(own.map(({ total_minor }) => total_minor)).toEqual(status === 'succeeded' ? [amount_minor] : []);
    const refunds = new Set(books.refunds.filter(({ payment_id }) => payment_id === id).map((refund) => refund.id));
    const credited = books.receipts.filter(({ refund_id }) => refund_id !== null && refunds.has(refund_id));
    if (!mayKeep.has(booking_id))
      expect(sum(credited, ({ total_minor }) => total_minor)).toBeLessThanOrEqual(own[0]?.total_minor ?? 0);
  }
}

function people({ books, late }: Sale): void {
  for (const [person, theirs] of Map.groupBy(books.bookings.filter(isLive), (b) => b.buyer_email_normalized)) {
    if (theirs.some(({ id, source }) => late.has(id) || source === 'staff')) continue;
    expect(sum(theirs, ({ ticket_count }) => ticket_count), person).toBeLessThanOrEqual(books.event.per_person_limit); // prettier-ignore
  }
}

function waiting(sale: Sale): void {
  const { books, before } = sale;
  for (const entry of books.waiting) {
    const offers = books.bookings.filter((booking) => booking.waiting_entry_id === entry.id);
    // An offer accepted for payment at the door is no longer an offer.
    const isTaken = (offer: (typeof offers)[number]) => offer.status === 'confirmed' || offer.method === 'at_door';
    const open = offers.filter((offer) => offer.status === 'pending_payment' && !isTaken(offer));
    expect(open.length, `open offers of an entry that is ${entry.status}`).toBe(entry.status === 'offered' ? 1 : 0);
    if (offers.some(isTaken)) expect(entry.status).toBe('accepted');
  }
  const { status, ends_at: salesEnd } = books.event;
  const late = books.bookings.filter((b) => b.waiting_entry_id && Date.parse(b.created_at) >= Date.parse(salesEnd));
  expect(late, 'offered after the end of sales').toEqual([]);
  // Places released by then, such as those of bookings not paid at the door, belong to no one.
  if (status !== 'published' || sale.now() >= new Date(salesEnd)) return;
  const passedOver = books.waiting.filter((entry) => entry.status === 'waiting' && fits(books, entry));
  expect(passedOver, 'waiting beside free places').toEqual([]);
  // Entries that waited before this move, were within their limit throughout, and still wait.
  const patient = books.waiting.filter(
    ({ id, status }) => status === 'waiting' && before.waiting.some((was) => was.id === id && was.status === 'waiting'),
  );
  for (const entry of patient.filter((one) => isWithinLimit(books, one) && isWithinLimit(before, one)))
    expect(servedBefore(books, before, entry), `before ${entry.id}`).toEqual([]);
}

/** Bookings of this move that took as much as a longer waiting entry wants, or that the public could have. */
function servedBefore(books: Books, before: Books, entry: WaitingRow): BookingRow[] {
  const rank = books.waiting.findIndex(({ id }) => id === entry.id);
  const ahead = books.waiting.slice(0, rank).map(({ id }) => id);
  return books.bookings.filter(
    (booking) =>
      !before.bookings.some(({ id }) => id === booking.id) &&
      !ahead.includes(booking.waiting_entry_id ?? '') &&
      linesOf(books, booking).some((l) => l.ticket_type_id === entry.ticket_type_id && l.quantity >= entry.quantity),
  );
}

function fits(books: Books, entry: WaitingRow): boolean {
  const { places: each, quotas } = typeOf(books, entry.ticket_type_id);
  const isFree = books.quotas.every(
    ({ id, size, held, sold }) => !quotas.includes(id) || held + sold + each * entry.quantity <= (size ?? Infinity),
  );
  return isFree && isWithinLimit(books, entry);
}

function isWithinLimit(books: Books, entry: WaitingRow): boolean {
  const theirs = books.bookings.filter((b) => isLive(b) && b.buyer_email_normalized === entry.email_normalized);
  const wanted = typeOf(books, entry.ticket_type_id).places * entry.quantity;
  return sum(theirs, ({ ticket_count }) => ticket_count) + wanted <= books.event.per_person_limit;
}
