import { expect, test } from 'vitest';
import { confirmedBooking, deskWith, lineAtDesk, paymentOf } from '../../testing/desk.ts';
import { cancel, changeStatus } from './cancel.ts';
import { noChanges } from './changes.ts';
import type { RefundPayment, SettleRefund } from './command.ts';
import { refund, leftInAll } from './refund.ts';
import { settleRefund } from './settle-refund.ts';

const back = (amountMinor: number | null, fields: Partial<RefundPayment> = {}): RefundPayment => ({
  bookingId: 'booking',
  paymentId: 'payment',
  amountMinor,
  reason: 'asked',
  userId: null,
  idempotency: null,
  ...fields,
});
const news = (refundId: string | null, state: 'pending' | 'succeeded' | 'failed', fields: Partial<SettleRefund> = {}) => ({
  bookingId: 'booking', paymentId: 'payment', refundId, amountMinor: null, stripeEvent: null,
  report: { state, stripeRefundId: 're_1', reason: 'closed account' } as SettleRefund['report'],
  ...fields,
}); // prettier-ignore
const byHand = { byHand: { userId: null } };
function sold(method: 'stripe' | 'cash' = 'stripe') {
  const desk = deskWith();
  const booking = confirmedBooking(desk, {
    lines: [lineAtDesk({ totalMinor: 2300 })],
    method,
    payments: [paymentOf('booking', { amountMinor: 2300, method })],
  });
  return { desk, booking };
}
const started = (answer: ReturnType<typeof refund>) => {
  if (!answer.ok) throw new Error(answer.code);
  return answer.refund;
};

test('refunding 25.00 of 23.00 is refused with the amount available, and so is a second half that is too much', () => {
  const { desk } = sold();
  expect(refund(desk, back(2500))).toEqual({
    ok: false,
    code: 'refund_too_large',
    details: { availableMinor: 2300, currency: 'EUR', requestedMinor: 2500 },
  });
  expect(refund(desk, back(1000))).toMatchObject({ ok: true, refund: { status: 'pending', amountMinor: 1000 } });
  expect(refund(desk, back(1500))).toMatchObject({ details: { availableMinor: 1300 } });
  expect(refund(desk, back(null))).toMatchObject({ ok: true, refund: { amountMinor: 1300 } });
  expect(refund(desk, back(null))).toMatchObject({ ok: false, code: 'nothing_to_refund' });
});

test('an amount that Stripe can’t refund is refused with the step, and no refund is started', () => {
  const desk = deskWith({ currency: 'KWD' });
  const payments = [paymentOf('booking', { amountMinor: 5000, paidMinor: 5000, currency: 'KWD', method: 'stripe' })];
  confirmedBooking(desk, { lines: [lineAtDesk({ totalMinor: 5000 })], method: 'stripe', currency: 'KWD', payments });
  expect(refund(desk, back(1005))).toMatchObject({
    code: 'invalid_request',
    details: { fields: [{ path: 'amountMinor', reason: 'uneven', step: { amount: 10, currency: 'KWD' } }] },
  });
  expect(desk.changes).toEqual(noChanges());
  expect(refund(desk, back(1000))).toMatchObject({ ok: true });
});

test('the same call again gets the first one’s answer, and refunds once', () => {
  const { desk, booking } = sold();
  const idempotency = { caller: 'staff', key: 'k', requestHash: 'h' };
  const first = refund(desk, back(1000, { idempotency }));
  expect(refund(desk, back(1000, { idempotency }))).toEqual(first);
  expect(booking.refunds).toHaveLength(1);
  expect(refund(desk, back(1000, { idempotency: { ...idempotency, requestHash: 'other' } }))).toMatchObject({
    code: 'idempotency_conflict',
  });
});

test('a cash refund is paid over the counter right away, with a credit note', () => {
  const { desk, booking } = sold('cash');
  expect(refund(desk, back(300))).toMatchObject({ refund: { status: 'succeeded' } });
  expect(booking.refunds).toMatchObject([{ byHand: true }]);
  expect(desk.changes.receipts).toMatchObject([{ kind: 'credit_note', number: 1, totalMinor: 300 }]);
  expect(desk.changes.outbox.filter(({ lane }) => lane === 'stripe')).toEqual([]);
});

test('cash is owed to a buyer who cancels, also a signed-in one, until staff have refunded it', () => {
  const { desk, booking } = sold('cash');
  desk.event.cancelUntilHours = 1;
  const byBuyer = { bookingId: 'booking', by: 'buyer' as const, userId: 'ada', reason: null, refund: false };
  expect(cancel(desk, byBuyer)).toMatchObject({ status: 'cancelled', refundedMinor: 2300 });
  const { id } = booking.refunds[0]!;
  expect(booking.refunds).toMatchObject([{ byHand: true, status: 'pending', requestedBy: null }]);
  expect(desk.changes.outbox.filter(({ lane }) => lane === 'stripe')).toEqual([]);
  expect(desk.changes.receipts).toEqual([]);
  expect(settleRefund(desk, news(id, 'succeeded', byHand))).toEqual({ ok: true, settlement: 'noted' });
  expect(desk.changes.receipts).toMatchObject([{ kind: 'credit_note', totalMinor: 2300 }]);
});

test('staff who cancel a cancelled booking again, now with its money, refund it once', () => {
  const { desk, booking } = sold();
  const byStaff = { bookingId: 'booking', by: 'staff' as const, userId: 'ada', reason: null };
  expect(cancel(desk, { ...byStaff, refund: false })).toMatchObject({ status: 'cancelled', refundedMinor: 0 });
  expect(cancel(desk, { ...byStaff, refund: true })).toMatchObject({ status: 'cancelled', refundedMinor: 2300 });
  expect(cancel(desk, { ...byStaff, refund: true })).toMatchObject({ status: 'cancelled', refundedMinor: 0 });
  expect(booking.refunds).toMatchObject([{ amountMinor: 2300, status: 'pending' }]);
});

test('a disputed payment isn’t refunded as well, by Stripe or directly', () => {
  const { desk, booking } = sold();
  const { id } = started(refund(desk, back(2000)));
  settleRefund(desk, news(id, 'failed'));
  for (const contested of ['open', 'lost'] as const) {
    booking.contested.set('payment', contested);
    const refused = { ok: false, code: 'payment_contested', details: { status: contested } };
    expect(refund(desk, back(300))).toEqual(refused);
    expect(settleRefund(desk, news(id, 'succeeded', byHand))).toEqual(refused);
  }
});

test('a refund that fails after it succeeded can be repeated, and the organizer is told', () => {
  const { desk, booking } = sold();
  desk.event.organizerEmail = 'office@example.com';
  const { id } = started(refund(desk, back(null)));
  expect(settleRefund(desk, news(id, 'succeeded'))).toEqual({ ok: true, settlement: 'noted' });
  expect(settleRefund(desk, news(id, 'pending'))).toEqual({ ok: true, settlement: 'repeated' });
  expect(settleRefund(desk, news(id, 'failed'))).toEqual({ ok: true, settlement: 'noted' });
  expect(settleRefund(desk, news(id, 'succeeded'))).toEqual({ ok: true, settlement: 'repeated' });
  expect(leftInAll(booking)).toBe(2300);
  expect(desk.changes.outbox.filter(({ kind }) => kind === 'refund_failed')).toMatchObject([
    { recipient: 'office@example.com', payload: { amount: 2300, currency: 'EUR', reason: 'closed account' } },
  ]);
});

test('a refund that staff paid directly stays paid, whatever Stripe repeats about its own failure', () => {
  const { desk, booking } = sold();
  const { id } = started(refund(desk, back(null)));
  settleRefund(desk, news(id, 'failed'));
  expect(settleRefund(desk, news(id, 'succeeded', byHand))).toEqual({ ok: true, settlement: 'noted' });
  expect(settleRefund(desk, news(id, 'failed'))).toEqual({ ok: true, settlement: 'repeated' });
  expect(settleRefund(desk, news(id, 'succeeded', byHand))).toMatchObject({ code: 'invalid_transition' });
  expect(booking.refunds).toMatchObject([{ status: 'succeeded', byHand: true }]);
  expect(desk.changes.receipts.map(({ kind }) => kind)).toEqual(['credit_note']);
});

test('failed refunds are settled outside Stripe up to the amount paid, and no further', () => {
  const { desk, booking } = sold();
  const part = started(refund(desk, back(800)));
  expect(settleRefund(desk, news(part.id, 'succeeded', byHand))).toMatchObject({ code: 'invalid_transition' });
  settleRefund(desk, news(part.id, 'failed', { report: { state: 'failed', stripeRefundId: 're_1', reason: 'x' } }));
  const whole = started(refund(desk, back(2300)));
  settleRefund(desk, news(whole.id, 'failed', { report: { state: 'failed', stripeRefundId: 're_2', reason: 'x' } }));
  const again = started(refund(desk, back(300)));
  expect(settleRefund(desk, news(part.id, 'succeeded', byHand))).toMatchObject({ settlement: 'noted' });
  expect(settleRefund(desk, news(whole.id, 'succeeded', byHand))).toMatchObject({ settlement: 'noted' });
  expect(booking.refunds.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
    [part.id, 800],
    [whole.id, 1200],
    [again.id, 300],
  ]);
  expect(desk.changes.audit.at(-1)).toMatchObject({
    action: 'refund.by_hand',
    before: { status: 'failed', amountMinor: 2300 },
    after: { status: 'succeeded', amountMinor: 1200 },
  });
  const { desk: other } = sold();
  const failed = started(refund(other, back(800)));
  settleRefund(other, news(failed.id, 'failed'));
  started(refund(other, back(null)));
  expect(settleRefund(other, news(failed.id, 'succeeded', byHand))).toMatchObject({ code: 'nothing_to_refund' });
});

test('a buyer is told of a failed refund, unless it was refunded otherwise or is disputed', () => {
  const told = (before: (sale: ReturnType<typeof sold>) => void) => {
    const sale = sold();
    const { id } = started(refund(sale.desk, back(1500)));
    before(sale);
    settleRefund(sale.desk, news(id, 'failed'));
    return sale.desk.changes.outbox.filter(({ lane }) => lane === 'mail').map(({ kind }) => kind);
  };
  expect(told(() => {})).toEqual(['payment_refunded', 'refund_delayed']);
  expect(told(({ booking }) => booking.contested.set('payment', 'open'))).toEqual(['payment_refunded']);
  const otherwise = news(null, 'succeeded', { amountMinor: 1500 });
  otherwise.report = { state: 'succeeded', stripeRefundId: 're_2' };
  expect(told(({ desk }) => settleRefund(desk, otherwise))).toEqual(['payment_refunded']);
});

test('a disputed payment waits for the bank when staff cancel with a refund', () => {
  const { desk, booking } = sold();
  booking.contested.set('payment', 'open');
  const byStaff = { bookingId: 'booking', by: 'staff' as const, userId: null, reason: null, refund: true };
  expect(cancel(desk, byStaff)).toMatchObject({ status: 'cancelled', refundedMinor: 0 });
  expect(booking.refunds).toEqual([]);
  expect(desk.changes.audit).toMatchObject([
    { action: 'refund.deferred', after: { amountMinor: 2300, currency: 'EUR', reason: 'booking_cancelled' } },
    { action: 'booking.status' },
  ]);
  expect(desk.changes.outbox).toMatchObject([{ kind: 'booking_cancelled', payload: { amount: 0, withBank: 2300 } }]);
});

test('staff who cancel a booking that was paid in cash refund it right away, or owe it', () => {
  const cancelled = (owed: boolean) => {
    const { desk, booking } = sold('cash');
    const request = { bookingId: 'booking', status: 'cancelled' as const, userId: null, reason: null, paidBy: null };
    changeStatus(desk, { ...request, refund: true, owed });
    const { payload } = desk.changes.outbox[0]!;
    return { refunds: booking.refunds, payload, notes: desk.changes.receipts.length };
  };
  expect(cancelled(false)).toMatchObject({
    refunds: [{ byHand: true, status: 'succeeded' }],
    payload: { amount: 2300, given: 2300, owed: 0 },
    notes: 1,
  });
  expect(cancelled(true)).toMatchObject({
    refunds: [{ byHand: true, status: 'pending' }],
    payload: { amount: 2300, given: 0, owed: 2300 },
    notes: 0,
  });
});

test('a second payment for a paid booking is refused, and nothing is booked twice', () => {
  const { desk, booking } = sold('cash');
  const request = { bookingId: 'booking', status: 'confirmed' as const, userId: null, reason: null, refund: false };
  for (const paidBy of ['card_terminal', 'cash'] as const)
    expect(changeStatus(desk, { ...request, paidBy })).toMatchObject({ ok: false, code: 'already_paid' });
  expect(booking.payments).toMatchObject([{ method: 'cash', amountMinor: 2300 }]);
  expect(changeStatus(desk, { ...request, paidBy: null })).toMatchObject({ ok: true });
});

test('a refund made in Stripe’s dashboard is recorded once, with a credit note when it succeeds', () => {
  const { desk, booking } = sold();
  const adopted = news(null, 'pending', { amountMinor: 800 });
  expect(settleRefund(desk, adopted)).toEqual({ ok: true, settlement: 'noted' });
  expect(settleRefund(desk, adopted)).toEqual({ ok: true, settlement: 'repeated' });
  expect(settleRefund(desk, news(null, 'succeeded', { amountMinor: 800 }))).toMatchObject({
    settlement: 'noted',
  });
  expect(booking.refunds).toMatchObject([{ status: 'succeeded', amountMinor: 800, stripeRefundId: 're_1' }]);
  expect(desk.changes.receipts).toMatchObject([{ kind: 'credit_note', totalMinor: 800 }]);
  expect(leftInAll(booking)).toBe(1500);
});

test('a dashboard refund that failed stays failed, though news of its success comes later', () => {
  const { desk, booking } = sold();
  expect(settleRefund(desk, news(null, 'failed', { amountMinor: 800 }))).toMatchObject({ settlement: 'noted' });
  expect(settleRefund(desk, news(null, 'succeeded', { amountMinor: 800 }))).toMatchObject({
    settlement: 'repeated',
  });
  expect(booking.refunds).toMatchObject([{ status: 'failed' }]);
  expect(leftInAll(booking)).toBe(2300);
});

test('the fee kept by policy is in steps that Stripe can leave out of a refund', () => {
  const policy = { cancelUntilHours: 1, cancelFeeBasisPoints: 333, cancelFeeFixedMinor: 0 };
  const desk = deskWith({ ...policy, currency: 'KWD' });
  confirmedBooking(desk, { lines: [lineAtDesk({ totalMinor: 10_000 })] });
  const byBuyer = { bookingId: 'booking', by: 'buyer' as const, userId: null, reason: null, refund: false };
  expect(cancel(desk, byBuyer)).toMatchObject({ ok: true, status: 'cancelled', refundedMinor: 9670 });
});

test('partial refunds are credited to the cent: all notes together have the tax of the receipt', () => {
  const desk = deskWith();
  const lines = [
    lineAtDesk({ taxMinor: 160 }),
    lineAtDesk({ id: 'other', totalMinor: 500, taxMinor: 33, taxRateBasisPoints: 700 }),
  ];
  confirmedBooking(desk, { lines, payments: [paymentOf('booking', { amountMinor: 1500, method: 'cash' })] });
  for (const part of [333, 333, 333, null]) refund(desk, back(part));
  const taxes = desk.changes.receipts.flatMap(({ tax }) => tax);
  const sum = (rate: number) =>
    taxes.reduce((total, { rateBasisPoints, taxMinor }) => total + (rateBasisPoints === rate ? taxMinor : 0), 0);
  expect([sum(1900), sum(700)]).toEqual([160, 33]);
});

test('the email about a cancellation says how much the organizer keeps, and leaves out disputed money and failed refunds', () => {
  const rule = { cancelUntilHours: 1, cancelFeeFixedMinor: 300 };
  const keptBy = (fields: Parameters<typeof confirmedBooking>[1]) => {
    const desk = deskWith(rule);
    confirmedBooking(desk, fields);
    cancel(desk, { bookingId: 'booking', by: 'buyer', userId: null, reason: null, refund: true });
    return desk.changes.outbox.flatMap(({ kind, payload }) => (kind === 'booking_cancelled' ? payload.kept : []));
  };
  expect(keptBy({})).toEqual([300]);
  expect(keptBy({ contested: new Map([['payment', 'open']]) })).toEqual([0]);
  const gone = { id: 'gone', bookingId: 'booking', paymentId: 'payment', stripeRefundId: null, currency: 'EUR' };
  expect(keptBy({ refunds: [{ ...gone, status: 'failed', amountMinor: 100, byHand: false }] })).toEqual([0]);
});

test('a refund comes with Stripe’s task, the buyer’s email and an audit entry; of cash it is no task', () => {
  for (const [method, tasks] of [
    ['stripe', ['refund']],
    ['cash', []],
  ] as const) {
    const { desk } = sold(method);
    const { id } = started(refund(desk, back(1000, { userId: 'kim' })));
    const { outbox, audit } = desk.changes;
    const toStripe = outbox.filter(({ lane }) => lane === 'stripe');
    expect(toStripe.map(({ kind }) => kind)).toEqual(tasks);
    for (const { payload, bookingId } of toStripe) expect([payload, bookingId]).toEqual([{ refundId: id }, 'booking']);
    expect(outbox.filter(({ lane }) => lane === 'mail').map(({ kind }) => kind)).toEqual(['payment_refunded']);
    const after = { amountMinor: 1000, currency: 'EUR', reason: 'asked' };
    const entry = { userId: 'kim', actor: 'staff', action: 'payment.refund', bookingId: 'booking', before: {}, after };
    expect(audit).toEqual([entry]);
  }
});
