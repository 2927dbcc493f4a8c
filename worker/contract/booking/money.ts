import { z } from 'zod';
import { Money } from '../money.ts';

/** The state of a booking's money, each part counted once. */
export const BookingMoney = z
  .object({
    paid: Money,
    /** Refunded, through Stripe or directly. */
    paidBack: Money,
    /** Requested at Stripe, and not failed so far. */
    onItsWay: Money,
    /** To be refunded directly: Stripe did not process the payment. */
    owed: Money,
    /** Failed; staff need another way. */
    failed: Money,
    /** A bank has yet to decide. */
    contested: Money,
    /** A bank has returned it to the buyer. */
    takenBack: Money,
  })
  .meta({ id: 'BookingMoney' });
export type BookingMoney = z.infer<typeof BookingMoney>;
