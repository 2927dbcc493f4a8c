/** The state of the money: refunded, on its way, owed outside Stripe, failed, disputed, or returned by a bank. */
export interface MoneyParts {
  paidMinor: number;
  backMinor: number;
  onItsWayMinor: number;
  owedMinor: number;
  failedMinor: number;
  contestedMinor: number;
  takenMinor: number;
}
/**
 * The state of the money of a payment `p`, as a lateral table, by the same rules as domain/box-office/refund.ts.
 * `available` is refundable now, `with_bank` waits for a bank's decision, and a failed refund counts as far as its
 * money is still here.
 */
export const MONEY_OF_PAYMENT = `lateral (select paid, back, on_its_way, owed, dispute,
    least(contested, paid - back) as contested, least(taken, paid - back) as taken,
    case when dispute is null then least(failed, rest) else 0 end as failed,
    case when dispute is null then rest else 0 end as available,
    case when dispute = 'open' then rest else 0 end as with_bank
  from (select *, greatest(0, paid - back - on_its_way - owed) as rest
    from (select case when p.status = 'succeeded' then coalesce(p.paid_minor, 0) else 0 end as paid) paid,
    (select coalesce(sum(r.amount_minor) filter (where r.status = 'succeeded'), 0) as back,
      coalesce(sum(r.amount_minor) filter (where r.status = 'pending' and not r.by_hand), 0) as on_its_way,
      coalesce(sum(r.amount_minor) filter (where r.status = 'pending' and r.by_hand), 0) as owed,
      coalesce(sum(r.amount_minor) filter (where r.status = 'failed'), 0) as failed
      from refunds r where r.payment_id = p.id) refunded,
    (select min(d.status) filter (where d.status <> 'won') as dispute,
      coalesce(sum(d.amount_minor) filter (where d.status = 'open'), 0) as contested,
      coalesce(sum(d.amount_minor) filter (where d.status = 'lost'), 0) as taken
      from disputes d where d.payment_id = p.id) disputed) known)`;

/** Their names in order, all in minor units. */
export interface MoneyRow {
  paid: number;
  back: number;
  onItsWay: number;
  owed: number;
  failed: number;
  contested: number;
  taken: number;
}
const NAMES = { onItsWay: 'on_its_way' } as Record<string, string>;
const KEYS = ['paid', 'back', 'onItsWay', 'owed', 'failed', 'contested', 'taken'] as const;
export const MONEY_COLUMNS = KEYS.map((key) => `m.${NAMES[key] ?? key}::float8 as "${key}"`).join(', ');
/** The same for all payments of a booking `b`, as a lateral table. */
export const MONEY_OF_BOOKING = `lateral (select ${KEYS.map(
  (key) => `coalesce(sum(m.${NAMES[key] ?? key}), 0)::float8 as "${key}"`,
).join(', ')} from payments p cross join ${MONEY_OF_PAYMENT} m where p.booking_id = b.id)`;

export const toMoney = (row: MoneyRow) => ({
  paidMinor: row.paid,
  backMinor: row.back,
  onItsWayMinor: row.onItsWay,
  owedMinor: row.owed,
  failedMinor: row.failed,
  contestedMinor: row.contested,
  takenMinor: row.taken,
});
