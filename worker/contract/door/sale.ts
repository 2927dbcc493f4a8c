import { z } from 'zod';
import { BookingMethod, CreateBooking } from '../booking/booking.ts';
import { Counts, ScanAnswer, Verdict } from './checkin.ts';
import { Email, Id, MinorUnits, PersonName, Time } from '../field.ts';
import { Money } from '../money.ts';

/** Payment methods at a door. */
export const DoorPaymentMethod = z.enum(['cash', 'card_terminal']);
export type DoorPaymentMethod = z.infer<typeof DoorPaymentMethod>;

/** `scanId` is the device's own scan that was refused as `unpaid`; a repeated request charges nothing twice. */
export const PayAtDoor = z.object({ eventId: Id, scanId: Id, method: DoorPaymentMethod }).meta({ id: 'PayAtDoor' });
/** The verdict of a new scan after the payment. */
export const PaidAtDoor = ScanAnswer.extend({
  payment: z.object({
    /** False where the booking was already paid, by this method: nothing is owed, and nothing was taken. */
    taken: z.boolean(),
    method: BookingMethod,
    amount: Money,
  }),
}).meta({ id: 'PaidAtDoor' });
export type PaidAtDoor = z.infer<typeof PaidAtDoor>;

/** The ticket types on sale at this door now, hidden ones included. */
export const DoorOffer = z
  .object({
    currency: z.string(),
    /** Added to a price that the buyer chooses. */
    fees: z.object({
      feeFixedMinor: MinorUnits,
      feeBasisPoints: z.int(),
      feePaidBy: z.enum(['buyer', 'organizer']),
      currency: z.string(),
    }),
    ticketTypes: z.array(
      z.object({
        id: Id,
        name: z.string(),
        /** The price of one, with fees and tax; the minimum where the buyer chooses it. */
        price: Money,
        /** The same without fees: the minimum of `unitPriceMinor`. */
        listPrice: Money,
        payWhatYouWant: z.boolean(),
        /** Tickets per unit. */
        places: z.int(),
        /** Null: unlimited. */
        left: z.int().nullable(),
        doorNote: z.string(),
      }),
    ),
  })
  .meta({ id: 'DoorOffer' });
export type DoorOffer = z.infer<typeof DoorOffer>;

export const DoorSaleMethod = z.enum([...DoorPaymentMethod.options, 'complimentary']);
export type DoorSaleMethod = z.infer<typeof DoorSaleMethod>;
export const SellAtDoor = z
  .object({
    items: CreateBooking.shape.items,
    method: DoorSaleMethod,
    /** Without an address nothing is emailed. */
    buyer: z.object({ name: PersonName.default('Walk-in'), email: Email.optional() }).prefault({}),
    /** In minor units, the amount that the buyer was told: if the price has changed, nothing is sold. */
    total: MinorUnits.optional(),
    /** Check all of them in now. */
    admit: z.boolean().default(true),
    gateId: Id.optional(),
  })
  .meta({ id: 'SellAtDoor' });
export const SoldAtDoor = z
  .object({
    booking: z.object({ id: Id, reference: z.string(), method: BookingMethod, total: Money }),
    /** `result` is the verdict of the ticket's first scan; null where it wasn't admitted. */
    tickets: z.array(z.object({ id: Id, number: z.string(), typeName: z.string(), result: Verdict.nullable() })),
    counts: Counts.nullable(),
  })
  .meta({ id: 'SoldAtDoor' });
export type SoldAtDoor = z.infer<typeof SoldAtDoor>;

/** One device's payments since its last shift ended, or ever. */
export const DoorShift = z
  .object({
    beganAt: Time.nullable(),
    endedAt: Time.nullable(),
    totals: z.array(z.object({ method: BookingMethod, sales: z.int(), tickets: z.int(), amount: Money })),
  })
  .meta({ id: 'DoorShift' });
export type DoorShift = z.infer<typeof DoorShift>;
