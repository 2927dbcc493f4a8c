import { v7 } from 'uuid';
import type { SettlePayment } from '#domain/box-office/command.ts';
import type { PaymentReport } from '#domain/payment/payment.ts';
import { guest, type Counter } from './counter.ts';

export interface OpenPayment {
  bookingId: string;
  paymentId: string;
  amountMinor: number;
}

export async function holdOne(counter: Counter, ticketTypeId: string, buyer = guest().buyer): Promise<string> {
  const placed = await counter.place({ items: [{ ticketTypeId, quantity: 1 }], buyer });
  if (!placed.ok) throw new Error(placed.code);
  return placed.booking.id;
}

/** As the Worker does: the row, Stripe's session, and its stored address. */
export async function openPayment(counter: Counter, bookingId: string): Promise<OpenPayment> {
  const started = await counter.submit({ kind: 'start_payment', bookingId, paymentId: v7() });
  if (!started.ok) throw new Error(started.code);
  const { id: paymentId, amountMinor } = started.payment;
  const address = { stripeSessionId: `cs_${paymentId}`, checkoutUrl: 'https://pay.example' };
  await counter.submit({ kind: 'attach_session', bookingId, paymentId, ...address });
  return { bookingId, paymentId, amountMinor };
}

export const paidReport = ({ paymentId, amountMinor }: OpenPayment): PaymentReport => ({
  state: 'paid',
  amountMinor,
  currency: 'EUR',
  stripeSessionId: `cs_${paymentId}`,
  stripePaymentIntentId: `pi_${paymentId}`,
});

export const stripeMark = (type: string) => ({ id: `evt_${v7()}`, type, occurredAt: new Date().toISOString() });

export const settlePayment = (
  counter: Counter,
  { bookingId, paymentId }: OpenPayment,
  { report, stripeEvent = null }: { report: PaymentReport; stripeEvent?: SettlePayment['stripeEvent'] },
) => counter.submit({ kind: 'settle', bookingId, paymentId, report, stripeEvent });

export const cancelByBuyer = (counter: Counter, bookingId: string) =>
  counter.submit({ kind: 'cancel', bookingId, by: 'buyer', userId: null, reason: null, refund: false });
