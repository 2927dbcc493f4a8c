/** Something that is not as the rows say that it should be. */
export interface Drift {
  check: string;
  eventId: string;
  /** The quota, coupon, booking, line, payment, refund, receipt or event. */
  subjectId: string;
  expected: string;
  found: string;
}
/* Recomputes counters and books from the rows: each statement returns the mismatches, one per row. */

interface Check {
  name: string;
  /** Returns `event_id, subject_id, expected, found`. */
  text: string;
}

const check = (name: string, text: string): Check => ({ name, text });

/** Places that live bookings take of each quota; a booking to be paid at the door has its tickets, and is sold. */
const TAKEN = `select q.id, q.event_id, q.size, q.held as held_now, q.sold as sold_now,
    coalesce(sum(l.places - l.cancelled_places) filter (where b.status = 'pending_payment' and b.method <> 'at_door'), 0)::int as held,
    coalesce(sum(l.places - l.cancelled_places) filter (where b.status = 'confirmed' or b.method = 'at_door'), 0)::int as sold
  from quotas q left join ticket_type_quotas tq on tq.quota_id = q.id
  left join booking_lines l on l.ticket_type_id = tq.ticket_type_id
  left join bookings b on b.id = l.booking_id and b.status in ('pending_payment', 'confirmed') group by q.id`;
const STOCK = [
  check(
    'quota_held',
    `select event_id, id as subject_id, held as expected, held_now as found from (${TAKEN}) q
    where held <> held_now`,
  ),
  check(
    'quota_sold',
    `select event_id, id as subject_id, sold as expected, sold_now as found from (${TAKEN}) q
    where sold <> sold_now`,
  ),
  check(
    'oversold',
    `select event_id, id as subject_id, size as expected, held + sold as found from (${TAKEN}) q
    where held + sold > size`,
  ),
  check(
    'coupon_uses',
    `select c.event_id, c.id as subject_id, count(b.id) as expected, c.used as found
    from coupons c left join bookings b on b.coupon_id = c.id and b.status in ('pending_payment', 'confirmed')
    group by c.id having count(b.id) <> c.used`,
  ),
];

/** Payments of each booking, less refunds. A lost dispute is money that the bank took back. */
const KEPT = `select b.*, coalesce(m.paid, 0) as paid, coalesce(m.kept, 0) as kept from bookings b join lateral (
    select sum(p.paid_minor) as paid, sum(p.paid_minor
      - coalesce((select sum(amount_minor) from refunds r where r.payment_id = p.id and r.status <> 'failed'), 0)
      - coalesce((select sum(amount_minor) from disputes d where d.payment_id = p.id and d.status = 'lost'), 0)) as kept
    from payments p where p.booking_id = b.id and p.status = 'succeeded') m on true`;
// A buyer who gave up tickets may have paid a fee, or been refunded nothing: that was a choice.
const MAY_KEEP = `case when confirmed_at is null then 0 else total_minor end`;
const MONEY = [
  check(
    'money_without_ticket',
    `select event_id, id as subject_id, ${MAY_KEEP} as expected, kept as found
    from (${KEPT}) b where kept > ${MAY_KEEP}`,
  ),
  check(
    'ticket_without_money',
    `select event_id, id as subject_id, total_minor as expected, paid as found
    from (${KEPT}) b where status = 'confirmed' and ticket_count > 0 and paid < total_minor
      and method not in ('complimentary', 'at_door')`,
  ),
  check(
    'refunded_too_much',
    `select b.event_id, p.id as subject_id, coalesce(p.paid_minor, 0) as expected,
    sum(r.amount_minor) as found from payments p join bookings b on b.id = p.booking_id
    join refunds r on r.payment_id = p.id and r.status <> 'failed'
    group by p.id, b.event_id having sum(r.amount_minor) > coalesce(p.paid_minor, 0)`,
  ),
];

/** Bookings that must have tickets: confirmed ones, and those to be paid at the door. */
const TICKETED = `(b.status = 'confirmed' or b.status = 'pending_payment' and b.method = 'at_door')`;
const TICKETS = [
  check(
    'tickets_of_line',
    `select b.event_id, l.id as subject_id,
    case when ${TICKETED} then l.places - l.cancelled_places else 0 end as expected, count(t.id) as found
    from booking_lines l join bookings b on b.id = l.booking_id
    left join tickets t on t.line_id = l.id and t.status = 'valid' group by l.id, b.id
    having count(t.id) <> case when ${TICKETED} then l.places - l.cancelled_places else 0 end`,
  ),
  check(
    'ticket_count',
    `select b.event_id, b.id as subject_id, sum(l.places - l.cancelled_places) as expected,
    b.ticket_count as found from bookings b join booking_lines l on l.booking_id = b.id
    where b.status in ('pending_payment', 'confirmed') group by b.id
    having sum(l.places - l.cancelled_places) <> b.ticket_count`,
  ),
  check(
    'ticket_seq',
    `select e.id as event_id, e.id as subject_id, max(t.seq) as expected, e.ticket_seq as found
    from events e join tickets t on t.event_id = e.id group by e.id having max(t.seq) > e.ticket_seq`,
  ),
];

const TAX = `floor((2 * l.total_minor * l.tax_rate_basis_points + 10000 + l.tax_rate_basis_points)
  / (2.0 * (10000 + l.tax_rate_basis_points)))`;
const totalOf = (name: string, column: string) =>
  check(
    name,
    `select b.event_id, b.id as subject_id, sum(l.${column}) as expected, b.${column} as found
    from bookings b join booking_lines l on l.booking_id = b.id group by b.id having sum(l.${column}) <> b.${column}`,
  );
const TOTALS = [
  totalOf('booking_total', 'total_minor'),
  totalOf('booking_tax', 'tax_minor'),
  totalOf('booking_discount', 'discount_minor'),
  check(
    'line_total',
    `select b.event_id, l.id as subject_id,
    l.quantity * (l.unit_price_minor + l.unit_fee_minor) - l.discount_minor as expected, l.total_minor as found
    from booking_lines l join bookings b on b.id = l.booking_id
    where l.quantity * (l.unit_price_minor + l.unit_fee_minor) - l.discount_minor <> l.total_minor`,
  ),
  check(
    'line_tax',
    `select b.event_id, l.id as subject_id, ${TAX} as expected, l.tax_minor as found
    from booking_lines l join bookings b on b.id = l.booking_id where ${TAX} <> l.tax_minor`,
  ),
];

const PAPERS = [
  check(
    'receipt_numbers',
    `select e.id as event_id, e.id as subject_id, e.receipt_seq as expected,
    concat(count(r.id), ' up to ', coalesce(max(r.number), 0)) as found
    from events e left join receipts r on r.event_id = e.id group by e.id
    having count(r.id) <> e.receipt_seq or coalesce(max(r.number), 0) <> e.receipt_seq`,
  ),
  check(
    'receipt_amount',
    `select r.event_id, r.id as subject_id, coalesce(p.paid_minor, f.amount_minor) as expected,
    r.total_minor as found from receipts r left join payments p on p.id = r.payment_id
    left join refunds f on f.id = r.refund_id where coalesce(p.paid_minor, f.amount_minor) <> r.total_minor`,
  ),
  check(
    'credit_note_missing',
    `select o.event_id, f.id as subject_id, 1 as expected, 0 as found
    from refunds f join receipts o on o.payment_id = f.payment_id
    where f.status = 'succeeded' and not exists (select 1 from receipts c where c.refund_id = f.id)`,
  ),
];

export const CHECKS: readonly Check[] = [...STOCK, ...MONEY, ...TICKETS, ...TOTALS, ...PAPERS];
