import { z } from 'zod';
import { Id, Time } from '../field.ts';
import { Money } from '../money.ts';

export const PaymentStatus = z.enum(['pending', 'succeeded', 'failed', 'cancelled', 'timeout']);
export type PaymentStatus = z.infer<typeof PaymentStatus>;
export const RefundStatus = z.enum(['pending', 'succeeded', 'failed']);

export const PaymentView = z
  .object({
    id: Id,
    status: PaymentStatus,
    amount: Money,
    /** Stripe's hosted page; null before it is created and after it has ended. */
    checkoutUrl: z.string().nullable(),
    /** Stripe's decline code of the last attempt, e.g. `card_declined`. */
    lastDeclineCode: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: 'Payment' });
export type PaymentView = z.infer<typeof PaymentView>;

export const CreatePayment = z.object({ bookingId: Id }).meta({ id: 'CreatePayment' });
export const VerifyPayment = z.object({ paymentId: Id }).meta({ id: 'VerifyPayment' });
export const PaymentCreated = z.object({ payment: PaymentView }).meta({ id: 'PaymentCreated' });
/** Stripe's current answer, and its effect on the booking. */
export const PaymentState = z
  .object({
    payment: PaymentView,
    bookingId: Id,
    bookingStatus: z.enum(['pending_payment', 'confirmed', 'expired', 'cancelled']),
  })
  .meta({ id: 'PaymentState' });
export type PaymentState = z.infer<typeof PaymentState>;
