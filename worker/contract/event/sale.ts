import { z } from 'zod';
import { CURRENCIES, isCurrency } from '#domain/currency.ts';
import { MinorUnits, Time } from '../field.ts';

export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine(isCurrency, { error: 'Not a currency that events are sold in' })
  .meta({ description: 'ISO 4217', enum: [...CURRENCIES] });

/** The terms of sale of an event, as staff set them. */
export const saleFields = {
  currency: Currency,
  bookingOpensAt: Time.nullable(),
  bookingClosesAt: Time.nullable(),
  perPersonLimit: z.int().min(1).max(10_000),
  holdMinutes: z.int().min(5).max(60),
  attendeeNames: z.enum(['buyer', 'each']),
  availabilityShown: z.enum(['never', 'few', 'always']),
  feeFixedMinor: MinorUnits,
  feeBasisPoints: z.int().min(0).max(10_000),
  feePaidBy: z.enum(['buyer', 'organizer']),
  atDoorPayment: z.boolean(),
  atDoorUntil: Time.nullable(),
  waitingList: z.boolean(),
  cancelUntilHours: z.int().min(0).max(8760).nullable(),
  cancelFeeFixedMinor: MinorUnits,
  cancelFeeBasisPoints: z.int().min(0).max(10_000),
};
