import { z } from 'zod';
import { Money } from '../money.ts';

/** Where the money of a booking is, each part counted once. */
export const BookingMoney = z
  .object({
    paid: Money,
    /** The buyer has it again, by Stripe or by somebody's hand. */
    paidBack: Money,
    /** Stripe has been asked, and has not failed yet. */
    onItsWay: Money,
    /** Somebody has to hand it over: it was not paid by Stripe. */
    owed: Money,
    /** Was to go back and did not; staff find another way. */
    failed: Money,
    /** A bank has yet to decide. */
    contested: Money,
    /** A bank has taken it back for the buyer. */
    takenBack: Money,
  })
  .meta({ id: 'BookingMoney' });
export type BookingMoney = z.infer<typeof BookingMoney>;
