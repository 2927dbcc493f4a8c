import { expect } from 'vitest';
import type { BookingRow, Snapshot, LineRow, WaitingRow } from './snapshot.ts';
import { CANCEL_FEE, type Sale } from './sale.ts';

const sum = <T>(rows: readonly T[], amount: (row: T) => number) => rows.reduce((all, row) => all + amount(row), 0);
/** A booking to be paid at the door has its tickets, and its places are sold. */
const hasTickets = (booking: BookingRow) =>
  booking.status === 'confirmed' || (booking.status === 'pending_payment' && booking.method === 'at_door');
const isLive = ({ status }: BookingRow) => status === 'pending_payment' || status === 'confirmed';
const linesOf = (snapshot: Snapshot, { id }: BookingRow) => snapshot.lines.filter((line) => line.booking_id === id);
const taken = (line: LineRow) => line.places - line.cancelled_places;

/** Never sold twice, never money without a ticket or a refund, and the waiting list comes first. */
export function holds(sale: Sale): void {
  places(sale.snapshot);
  coupons(sale);
  tickets(sale.snapshot);
  for (const booking of sale.snapshot.bookings) money(sale, booking);
  receipts(sale);
  people(sale);
  waiting(sale);
}

function places(snapshot: Snapshot): void {
  const counted = snapshot.quotas.map(({ id, size }) => {
    const draws = (isMeant: (booking: BookingRow) => boolean) =>
      sum(
        snapshot.bookings.filter(isMeant).flatMap((booking) => linesOf(snapshot, booking)),
        (line) => (typeOf(snapshot, line.ticket_type_id).quotas.includes(id) ? taken(line) : 0),
      );
    return { id, size, held: draws((one) => isLive(one) && !hasTickets(one)), sold: draws(hasTickets) };
  });
  expect(snapshot.quotas.map(({ id, size, held, sold }) => ({ id, size, held, sold }))).toEqual(counted);
  for (const { size, held, sold } of counted) expect(held + sold).toBeLessThanOrEqual(size ?? Infinity);
}

function typeOf(snapshot: Snapshot, id: string) {
  return snapshot.types.find((type) => type.id === id)!;
}

function coupons({ snapshot, late }: Sale): void {
  for (const coupon of snapshot.coupons) {
    const users = snapshot.bookings.filter((booking) => booking.coupon_id === coupon.id && isLive(booking));
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

function tickets(snapshot: Snapshot): void {
  for (const booking of snapshot.bookings) {
    const valid = snapshot.tickets.filter((ticket) => ticket.booking_id === booking.id && ticket.status === 'valid');
    const owed = hasTickets(booking) ? sum(linesOf(snapshot, booking), taken) : 0;
    expect(valid.length, `tickets of a ${booking.status} booking`).toBe(owed);
    if (isLive(booking)) expect(booking.ticket_count).toBe(sum(linesOf(snapshot, booking), taken));
  }
  expect(Math.max(0, ...snapshot.tickets.map(({ seq }) => seq))).toBeLessThanOrEqual(snapshot.event.ticket_seq);
}

/** Payments less refunds, in minor units. */
export function kept(snapshot: Snapshot, { id }: BookingRow): number {
  const paid = snapshot.payments.filter((payment) => payment.booking_id === id && payment.status === 'succeeded');
  const back = snapshot.refunds.filter((refund) => refund.status !== 'failed' && paid.some((p) => p.id === refund.payment_id)); // prettier-ignore
  return sum(paid, (payment) => payment.amount_minor) - sum(back, (refund) => refund.amount_minor);
}

function money({ snapshot, mayKeep, givenUp }: Sale, booking: BookingRow): void {
  const rest = kept(snapshot, booking);
  const paid = snapshot.payments.filter(
    ({ booking_id, status }) => booking_id === booking.id && status === 'succeeded',
  );
  if (booking.status === 'confirmed' && booking.total_minor > 0)
    expect(Math.max(0, ...paid.map(({ amount_minor }) => amount_minor))).toBe(booking.total_minor);
  if (mayKeep.has(booking.id)) return;
  expect(rest, 'more went back than came').toBeGreaterThanOrEqual(0);
  if (booking.status === 'confirmed') expect(rest, 'paid twice').toBeLessThanOrEqual(booking.total_minor);
  else {
    const waits = sum(snapshot.deferred.filter(({ booking_id }) => booking_id === booking.id), (one) => one.amount_minor); // prettier-ignore
    const fee = givenUp.has(booking.id) ? CANCEL_FEE : 0;
    expect(rest, `money of a ${booking.status} booking`).toBeLessThanOrEqual(fee + waits);
  }
}

function receipts({ snapshot, mayKeep }: Sale): void {
  expect(snapshot.receipts.map(({ number }) => number)).toEqual(snapshot.receipts.map((_, at) => at + 1));
  expect(snapshot.event.receipt_seq).toBe(snapshot.receipts.length);
  for (const { id, booking_id, status, amount_minor } of snapshot.payments) {
    const own = snapshot.receipts.filter(({ payment_id }) => payment_id === id);
    expect(own.length).toBeLessThanOrEqual(1);
    const isSold = snapshot.bookings.some((booking) => booking.id === booking_id && booking.status === 'confirmed');
    if (isSold && snapshot.payments.filter((payment) => payment.booking_id === booking_id).length === 1)
      expect(own.map(({ total_minor }) => total_minor)).toEqual(status === 'succeeded' ? [amount_minor] : []);
    const refunds = new Set(snapshot.refunds.filter(({ payment_id }) => payment_id === id).map((refund) => refund.id));
    const credited = snapshot.receipts.filter(({ refund_id }) => refund_id !== null && refunds.has(refund_id));
    if (!mayKeep.has(booking_id))
      expect(sum(credited, ({ total_minor }) => total_minor)).toBeLessThanOrEqual(own[0]?.total_minor ?? 0);
  }
}

function people({ snapshot, late }: Sale): void {
  for (const [person, theirs] of Map.groupBy(snapshot.bookings.filter(isLive), (b) => b.buyer_email_normalized)) {
    if (theirs.some(({ id, source }) => late.has(id) || source === 'staff')) continue;
    expect(sum(theirs, ({ ticket_count }) => ticket_count), person).toBeLessThanOrEqual(snapshot.event.per_person_limit); // prettier-ignore
  }
}

function waiting(sale: Sale): void {
  const { snapshot, before } = sale;
  for (const entry of snapshot.waiting) {
    const offers = snapshot.bookings.filter((booking) => booking.waiting_entry_id === entry.id);
    // An offer accepted for payment at the door is no longer an offer.
    const isTaken = (offer: (typeof offers)[number]) => offer.status === 'confirmed' || offer.method === 'at_door';
    const open = offers.filter((offer) => offer.status === 'pending_payment' && !isTaken(offer));
    expect(open.length, `open offers of an entry that is ${entry.status}`).toBe(entry.status === 'offered' ? 1 : 0);
    if (offers.some(isTaken)) expect(entry.status).toBe('accepted');
  }
  const { status, ends_at: salesEnd } = snapshot.event;
  const late = snapshot.bookings.filter((b) => b.waiting_entry_id && Date.parse(b.created_at) >= Date.parse(salesEnd));
  expect(late, 'offered after the end of sales').toEqual([]);
  // Places released by then, such as those of bookings not paid at the door, belong to no one.
  if (status !== 'published' || sale.now() >= new Date(salesEnd)) return;
  const passedOver = snapshot.waiting.filter((entry) => entry.status === 'waiting' && fits(snapshot, entry));
  expect(passedOver, 'waiting beside free places').toEqual([]);
  // Entries that waited before this move, were within their limit throughout, and still wait.
  const patient = snapshot.waiting.filter(
    ({ id, status }) => status === 'waiting' && before.waiting.some((was) => was.id === id && was.status === 'waiting'),
  );
  for (const entry of patient.filter((one) => isWithinLimit(snapshot, one) && isWithinLimit(before, one)))
    expect(servedBefore(snapshot, before, entry), `before ${entry.id}`).toEqual([]);
}

/** Bookings of this move that took as much as a longer waiting entry wants, or that the public could have. */
function servedBefore(snapshot: Snapshot, before: Snapshot, entry: WaitingRow): BookingRow[] {
  const rank = snapshot.waiting.findIndex(({ id }) => id === entry.id);
  const ahead = snapshot.waiting.slice(0, rank).map(({ id }) => id);
  return snapshot.bookings.filter(
    (booking) =>
      !before.bookings.some(({ id }) => id === booking.id) &&
      !ahead.includes(booking.waiting_entry_id ?? '') &&
      linesOf(snapshot, booking).some((l) => l.ticket_type_id === entry.ticket_type_id && l.quantity >= entry.quantity),
  );
}

function fits(snapshot: Snapshot, entry: WaitingRow): boolean {
  const { places: each, quotas } = typeOf(snapshot, entry.ticket_type_id);
  const isFree = snapshot.quotas.every(
    ({ id, size, held, sold }) => !quotas.includes(id) || held + sold + each * entry.quantity <= (size ?? Infinity),
  );
  return isFree && isWithinLimit(snapshot, entry);
}

function isWithinLimit(snapshot: Snapshot, entry: WaitingRow): boolean {
  const theirs = snapshot.bookings.filter((b) => isLive(b) && b.buyer_email_normalized === entry.email_normalized);
  const wanted = typeOf(snapshot, entry.ticket_type_id).places * entry.quantity;
  return sum(theirs, ({ ticket_count }) => ticket_count) + wanted <= snapshot.event.per_person_limit;
}
