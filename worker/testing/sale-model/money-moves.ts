import { v7 } from 'uuid';
import { pick, type MoveKind } from './move.ts';
import type { Sale } from './sale.ts';
import { reportOf, type Session } from './stripe-ledger.ts';

const sessionOf = ({ stripe }: Sale, paymentId: string) =>
  stripe.sessions.find((session) => session.paymentId === paymentId);

/** Only a buyer who got the payment page can pay there. */
const shown = (sale: Sale): Session[] =>
  sale.stripe.sessions.filter(({ paymentId }) =>
    sale.snapshot.payments.some(({ id, stripe_session_id }) => id === paymentId && stripe_session_id !== null),
  );

/** From now on Stripe's answer races with time: a confirmation after the hold may exceed limits. */
function noteLate(sale: Sale, bookingId: string): void {
  const booking = sale.snapshot.bookings.find(({ id }) => id === bookingId);
  if (!booking || booking.status === 'confirmed') return;
  const held = booking.hold_expires_at !== null && new Date(booking.hold_expires_at) > sale.now();
  if (!held || booking.status !== 'pending_payment') sale.late.add(bookingId);
}

export async function runTask(sale: Sale, task: Sale['snapshot']['tasks'][number], counter = 0): Promise<void> {
  const done = () => sale.db.query(`update outbox set state = 'sent' where id = $1`, [task.id]);
  if (task.kind === 'expire_session') {
    const { paymentId, bookingId } = task.payload as { paymentId: string; bookingId: string };
    const session = sessionOf(sale, paymentId)!;
    sale.stripe.expire(session);
    noteLate(sale, bookingId);
    await sale.submit({ kind: 'settle', bookingId, paymentId, report: reportOf(session), stripeEvent: null }, counter);
    return void (await done());
  }
  const { refundId } = task.payload as { refundId: string };
  const refund = sale.snapshot.refunds.find(({ id }) => id === refundId);
  const session = refund && sessionOf(sale, refund.payment_id);
  if (!refund || !session || refund.status !== 'pending') return void (await done());
  const made = sale.stripe.refund(session, refund.amount_minor, refundId);
  if (!made) sale.mayKeep.add(session.bookingId);
  const report = made
    ? { state: 'succeeded' as const, stripeRefundId: made.id }
    : { state: 'failed' as const, stripeRefundId: null, reason: 'Nothing is left of the charge' };
  const { bookingId, paymentId } = session;
  const about = { bookingId, paymentId, refundId, amountMinor: refund.amount_minor };
  await sale.submit({ kind: 'settle_refund', ...about, report, stripeEvent: null }, counter);
  await done();
}

export const moneyMoves: Record<string, MoveKind> = {
  async pay(sale, [at]) {
    const session = pick(shown(sale), at);
    if (session) sale.stripe.pay(session);
  },
  async decline(sale, [at]) {
    const session = pick(shown(sale), at);
    if (session) sale.stripe.decline(session);
  },
  async sessionEnds(sale, [at]) {
    const session = pick(sale.stripe.sessions, at);
    if (session) sale.stripe.expire(session);
  },
  /** The next event, or any earlier one again. */
  async deliverNews(sale, [which, counter, times]) {
    const { stripe } = sale;
    const isNext = which % 3 > 0 && stripe.undelivered < stripe.news.length;
    const news = isNext ? stripe.news[stripe.undelivered++] : pick(stripe.news, which);
    if (!news) return;
    noteLate(sale, news.bookingId);
    if (news.kind === 'settle_refund' && news.report.state === 'failed') sale.mayKeep.add(news.bookingId);
    await Promise.all(Array.from({ length: 1 + (times % 2) }, (_, n) => sale.submit(news, counter + n)));
  },
  async runTask(sale, [at, counter]) {
    const task = pick(sale.snapshot.tasks, at);
    if (task) await runTask(sale, task, counter);
  },
  async refundFails(sale, [at]) {
    const refund = pick(sale.stripe.refunds, at);
    if (refund) sale.stripe.failRefund(refund);
  },
  async refundInDashboard(sale, [at, part]) {
    const session = pick(sale.stripe.sessions, at);
    if (!session) return;
    sale.mayKeep.add(session.bookingId);
    sale.stripe.refund(session, Math.ceil((sale.stripe.left(session) * (1 + part)) / 12), null);
  },
  async dispute(sale, [at, how]) {
    const session = pick(sale.stripe.sessions, at);
    if (!session) return;
    if (how % 3 === 2) sale.mayKeep.add(session.bookingId);
    sale.stripe.dispute(session, (['open', 'won', 'lost'] as const)[how % 3]!);
  },
  async refund(sale, [at, part, counter]) {
    const payment = pick(sale.snapshot.payments, at);
    if (!payment) return;
    const amountMinor = part > 8 ? null : Math.ceil((payment.amount_minor * (1 + part)) / 8);
    const about = { bookingId: payment.booking_id, paymentId: payment.id, amountMinor, reason: 'asked', userId: null };
    const idempotency = { caller: 'staff', key: v7(), requestHash: 'body' };
    await sale.submit({ kind: 'refund', ...about, idempotency }, counter);
  },
  async settleOutsideStripe(sale, [at, counter]) {
    const refund = pick(sale.snapshot.refunds.filter(({ status }) => status !== 'succeeded'), at); // prettier-ignore
    const session = refund && sessionOf(sale, refund.payment_id);
    if (!refund || !session) return;
    const { bookingId, paymentId } = session;
    const report = { state: 'succeeded' as const, stripeRefundId: null };
    const about = { bookingId, paymentId, refundId: refund.id, amountMinor: null, stripeEvent: null };
    await sale.submit({ kind: 'settle_refund', ...about, report, byHand: { userId: null } }, counter);
  },
};
