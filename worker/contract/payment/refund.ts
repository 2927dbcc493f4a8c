import { z } from 'zod';
import { Id, shownLine, Time, listOf } from '../field.ts';
import { Money } from '../money.ts';
import { RefundStatus } from './payment.ts';

export const CreateRefund = z
  .object({
    /** In minor units of the payment's currency; absent: the whole remainder. */
    amountMinor: z.int().min(1).optional(),
    reason: shownLine(200),
    /** For payments outside Stripe: refunded now, or owed until it is settled. */
    handOver: z.enum(['now', 'later']).default('now'),
  })
  .meta({ id: 'CreateRefund' });

export const Refund = z.object({ id: Id, paymentId: Id, status: RefundStatus, amount: Money }).meta({ id: 'Refund' });
export type Refund = z.infer<typeof Refund>;
export const RefundCreated = z.object({ refund: Refund }).meta({ id: 'RefundCreated' });

export const RefundDetail = Refund.extend({
  /** In a person's words, or a code: `places_gone`, `paid_twice`, `event_cancelled`, `stripe_dashboard`, … */
  reason: z.string(),
  /** Why Stripe's refund failed. */
  failureReason: z.string().nullable(),
  /** Refunded outside Stripe. */
  byHand: z.boolean(),
  /** The account that requested it; null for automatic refunds. */
  requestedBy: z.string().nullable(),
  createdAt: Time,
  succeededAt: Time.nullable(),
}).meta({ id: 'RefundDetail' });
export type RefundDetail = z.infer<typeof RefundDetail>;

export const RefundList = listOf(RefundDetail)
  .extend({
    /** Still refundable. */
    available: Money,
    /** Disputed at a bank, or returned by it: not refundable. */
    contested: z.enum(['open', 'lost']).nullable(),
    /** Stripe's fee, kept even after a refund; null where it is unknown. */
    fee: Money.nullable(),
  })
  .meta({ id: 'RefundList' });
export type RefundList = z.infer<typeof RefundList>;
