import { z } from 'zod';
import { BookingMethod, CreateBooking } from '../booking/booking.ts';
import { Counts, ScanAnswer, Verdict } from './checkin.ts';
import { Email, Id, MinorUnits, PersonName, Time } from '../field.ts';
import { Money } from '../money.ts';

/** How money is taken at a door. */
export const DoorPaymentMethod = z.enum(['cash', 'card_terminal']);
export type DoorPaymentMethod = z.infer<typeof DoorPaymentMethod>;

/** `scanId` is the own scan that was refused as `unpaid`; sent again it takes nothing twice. */
export const PayAtDoor = z.object({ eventId: Id, scanId: Id, method: DoorPaymentMethod }).meta({ id: 'PayAtDoor' });
/** The verdict of a new scan, now that it is paid. */
export const PaidAtDoor = ScanAnswer.extend({
  payment: z.object({
    /** False where the booking had been paid before, by this method: nothing is owed, and nothing was taken. */
    taken: z.boolean(),
    method: BookingMethod,
    amount: Money,
  }),
}).meta({ id: 'PaidAtDoor' });
export type PaidAtDoor = z.infer<typeof PaidAtDoor>;

/** What can be sold at this door now, hidden types too. */
export const DoorOffer = z
  .object({
    currency: z.string(),
    /** What is added to a price that the buyer names. */
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
        /** Of one, with fees and tax; the least of it where the buyer names the price. */
        price: Money,
        /** The same without fees: what a `unitPriceMinor` begins at. */
        listPrice: Money,
        payWhatYouWant: z.boolean(),
        /** Tickets that one makes. */
        places: z.int(),
        /** Null: as many as anybody wants. */
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
    /** Without an address nothing is mailed. */
    buyer: z.object({ name: PersonName.default('Walk-in'), email: Email.optional() }).prefault({}),
    /** In minor units, what the buyer was asked for: where it costs otherwise by now, nothing is sold. */
    total: MinorUnits.optional(),
    /** All of them come in now. */
    admit: z.boolean().default(true),
    gateId: Id.optional(),
  })
  .meta({ id: 'SellAtDoor' });
export const SoldAtDoor = z
  .object({
    booking: z.object({ id: Id, reference: z.string(), method: BookingMethod, total: Money }),
    /** `result` is the verdict of the ticket's first scan; null where nobody was let in. */
    tickets: z.array(z.object({ id: Id, number: z.string(), typeName: z.string(), result: Verdict.nullable() })),
    counts: Counts.nullable(),
  })
  .meta({ id: 'SoldAtDoor' });
export type SoldAtDoor = z.infer<typeof SoldAtDoor>;

/** What one device has taken since it ended its last shift, or ever. */
export const DoorShift = z
  .object({
    beganAt: Time.nullable(),
    endedAt: Time.nullable(),
    totals: z.array(z.object({ method: BookingMethod, sales: z.int(), tickets: z.int(), amount: Money })),
  })
  .meta({ id: 'DoorShift' });
export type DoorShift = z.infer<typeof DoorShift>;
