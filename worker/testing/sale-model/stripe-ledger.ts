import { v7 } from 'uuid';
import type { Command } from '#domain/box-office/command.ts';
import type { DisputeStatus, StripeEventMark } from '#domain/payment/payment.ts';

export interface Session {
  paymentId: string;
  bookingId: string;
  amountMinor: number;
  status: 'open' | 'complete' | 'expired';
}
interface RefundAtStripe {
  id: string;
  refundId: string | null;
  paymentId: string;
  amountMinor: number;
  state: 'pending' | 'succeeded' | 'failed';
}
type News = Extract<Command, { kind: 'settle' | 'settle_refund' | 'settle_dispute' }>;

/** Stripe's own accounts: it never refunds more than it took, ends a session once, and reports everything. */
export class StripeLedger {
  readonly sessions: Session[] = [];
  readonly refunds: RefundAtStripe[] = [];
  readonly disputes: { id: string; session: Session; status: DisputeStatus }[] = [];
  /** Every event ever sent; any may be delivered again, in any order. */
  readonly news: News[] = [];
  undelivered = 0;

  open(session: Omit<Session, 'status'>): Session {
    const known = this.sessions.find(({ paymentId }) => paymentId === session.paymentId);
    if (known) return known;
    this.sessions.push({ ...session, status: 'open' });
    return this.sessions.at(-1)!;
  }

  pay(session: Session): void {
    if (session.status !== 'open') return;
    session.status = 'complete';
    this.news.push({ ...about(session, 'checkout.session.completed'), report: reportOf(session) });
  }

  decline(session: Session): void {
    if (session.status !== 'open') return;
    this.news.push({ ...about(session, 'payment_failed'), report: { state: 'declined', code: 'card_declined' } });
  }

  expire(session: Session): void {
    if (session.status !== 'open') return;
    session.status = 'expired';
    this.news.push({ ...about(session, 'checkout.session.expired'), report: reportOf(session) });
  }

  left({ paymentId, amountMinor, status }: Session): number {
    const gone = this.refunds.filter((refund) => refund.paymentId === paymentId && refund.state !== 'failed');
    return (status === 'complete' ? amountMinor : 0) - gone.reduce((sum, refund) => sum + refund.amountMinor, 0);
  }

  /** By the refund's id: a repeated request refunds once. Null: refused, and nothing was created. */
  refund(session: Session, amountMinor: number, refundId: string | null): RefundAtStripe | null {
    const known = this.refunds.find((refund) => refundId !== null && refund.refundId === refundId);
    if (known) return known;
    if (amountMinor > this.left(session) || amountMinor === 0) return null;
    const { paymentId } = session;
    const made: RefundAtStripe = { id: `re_${v7()}`, refundId, paymentId, amountMinor, state: 'succeeded' };
    this.refunds.push(made);
    this.reportRefund(session, made);
    return made;
  }

  /** The bank returns it, days later. */
  failRefund(refund: RefundAtStripe): void {
    const session = this.sessions.find(({ paymentId }) => paymentId === refund.paymentId);
    if (!session || refund.state === 'failed') return;
    refund.state = 'failed';
    this.reportRefund(session, refund);
  }

  dispute(session: Session, status: DisputeStatus): void {
    if (session.status !== 'complete') return;
    const known = this.disputes.find((dispute) => dispute.session === session);
    if (known && known.status !== 'open') return;
    const dispute = known ?? { id: `dp_${v7()}`, session, status };
    if (known) known.status = status;
    else this.disputes.push(dispute);
    const { paymentId, bookingId, amountMinor } = session;
    const report = { stripeDisputeId: dispute.id, status, amountMinor, currency: 'EUR', reason: 'fraudulent' };
    this.news.push({
      kind: 'settle_dispute',
      bookingId,
      paymentId,
      stripeEvent: mark('charge.dispute'),
      report: { ...report, evidenceDueAt: null },
    });
  }

  private reportRefund({ bookingId, paymentId }: Session, refund: RefundAtStripe): void {
    const { id: stripeRefundId, refundId, amountMinor, state } = refund;
    this.news.push({
      kind: 'settle_refund',
      bookingId,
      paymentId,
      refundId,
      amountMinor,
      stripeEvent: mark('refund.updated'),
      report: state === 'failed' ? { state, stripeRefundId, reason: 'closed' } : { state, stripeRefundId },
    });
  }
}

export function reportOf({ status, amountMinor, paymentId }: Session) {
  if (status === 'expired') return { state: 'expired' as const };
  if (status === 'open') return { state: 'open' as const };
  return {
    state: 'paid' as const,
    amountMinor,
    currency: 'EUR',
    stripeSessionId: `cs_${paymentId}`,
    stripePaymentIntentId: `pi_${paymentId}`,
  };
}

const mark = (type: string): StripeEventMark => ({ id: `evt_${v7()}`, type, occurredAt: new Date().toISOString() });
const about = ({ paymentId, bookingId }: Session, type: string) => ({
  kind: 'settle' as const,
  bookingId,
  paymentId,
  stripeEvent: mark(type),
});
