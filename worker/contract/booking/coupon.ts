import { z } from 'zod';
import { COUPON_KINDS } from '#domain/booking/coupon.ts';
import { CouponCode, Id, MinorUnits, Quantity, Time, listOf } from '../field.ts';
import { Money } from '../money.ts';
import { TicketTypePublic } from '../event/ticket-type.ts';

export const ValidateCoupon = z
  .object({
    eventId: Id,
    code: CouponCode,
    /** If empty, the response only says the code's kind and the hidden types it reveals. */
    items: z
      .array(z.object({ ticketTypeId: Id, quantity: Quantity, unitPriceMinor: MinorUnits.nullish() }))
      .max(20)
      .default([]),
  })
  .meta({ id: 'ValidateCoupon' });

export const CouponQuote = z
  .object({
    code: z.string(),
    kind: z.enum(COUPON_KINDS),
    /** Basis points for `percent`, else minor units. */
    value: z.int(),
    minimum: Money,
    /** Empty: all types. */
    ticketTypeIds: z.array(Id),
    lines: z.array(z.object({ ticketTypeId: Id, quantity: z.int(), discount: Money, total: Money })),
    discount: Money,
    fees: Money,
    total: Money,
    revealed: z.array(TicketTypePublic),
  })
  .meta({ id: 'CouponQuote' });
export type CouponQuote = z.infer<typeof CouponQuote>;

const fields = {
  code: CouponCode,
  kind: z.enum(COUPON_KINDS),
  value: MinorUnits,
  startsAt: Time.nullable(),
  endsAt: Time.nullable(),
  maxUses: z.int().min(1).max(1_000_000).nullable(),
  usesPerPerson: z.int().min(1).max(10_000).nullable(),
  minimumMinor: MinorUnits,
  ticketTypeIds: z.array(Id).max(50),
  note: z.string().trim().max(300),
};
export const CreateCoupon = z
  .object({
    ...fields,
    value: fields.value.default(0),
    startsAt: fields.startsAt.default(null),
    endsAt: fields.endsAt.default(null),
    maxUses: fields.maxUses.default(null),
    usesPerPerson: fields.usesPerPerson.default(null),
    minimumMinor: fields.minimumMinor.default(0),
    ticketTypeIds: fields.ticketTypeIds.default([]),
    note: fields.note.default(''),
  })
  .meta({ id: 'CreateCoupon' });
/** `version` is the version that was edited; another returns 409 `version_conflict`. Pages of an earlier release name none. */
export const UpdateCoupon = z
  .object(fields)
  .partial()
  .extend({ version: z.int().min(1).optional() })
  .meta({ id: 'UpdateCoupon' });

export const CouponStaff = z
  .object({
    id: Id,
    ...fields,
    code: z.string(),
    /** The live bookings that use it, and their total discount. */
    used: z.int(),
    discountedMinor: z.int(),
    version: z.int(),
    archivedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: 'Coupon' });
export type CouponStaff = z.infer<typeof CouponStaff>;
export const CouponList = listOf(CouponStaff);
