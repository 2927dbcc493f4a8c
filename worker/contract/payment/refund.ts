import { z } from 'zod';
import { Id, shownLine, Time } from '../field.ts';
import { Money } from '../money.ts';
import { RefundStatus } from './payment.ts';

export const CreateRefund = z
  .object({
    /** In minor units of the payment's currency; absent: all that is left. */
    amountMinor: z.int().min(1).optional(),
    reason: shownLine(200),
    /** What Stripe did not take: handed over now, or owed until somebody has settled it. */
    handOver: z.enum(['now', 'later']).default('now'),
  })
  .meta({ id: 'CreateRefund' });

export const Refund = z.object({ id: Id, paymentId: Id, status: RefundStatus, amount: Money }).meta({ id: 'Refund' });
export type Refund = z.infer<typeof Refund>;
export const RefundCreated = z.object({ refund: Refund }).meta({ id: 'RefundCreated' });

export const RefundDetail = Refund.extend({
  /** In a person's words, or a code: `places_gone`, `paid_twice`, `event_cancelled`, `stripe_dashboard`, … */
  reason: z.string(),
  /** Why Stripe could not pay it back. */
  failureReason: z.string().nullable(),
  /** Paid back by other means than Stripe. */
  byHand: z.boolean(),
  /** Who asked for it; null where nobody did by hand. */
  requestedBy: z.string().nullable(),
  createdAt: Time,
  succeededAt: Time.nullable(),
}).meta({ id: 'RefundDetail' });
export type RefundDetail = z.infer<typeof RefundDetail>;

export const RefundList = z
  .object({
    items: z.array(RefundDetail),
    /** What may still be paid back. */
    available: Money,
    /** A bank has it in hand, or has taken it back: nothing is paid back then. */
    contested: z.enum(['open', 'lost']).nullable(),
    /** What Stripe keeps even of a payment that goes back; null where it is not known. */
    fee: Money.nullable(),
  })
  .meta({ id: 'RefundList' });
export type RefundList = z.infer<typeof RefundList>;
