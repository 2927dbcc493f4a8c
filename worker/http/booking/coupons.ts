import { Hono, type Context } from 'hono';
import { z } from 'zod';
import {
  CouponList,
  CouponQuote,
  CouponStaff,
  CreateCoupon,
  UpdateCoupon,
  ValidateCoupon,
} from '#contract/booking/coupon.ts';
import { Id, ListQuery } from '#contract/field.ts';
import type { CouponRecord } from '../../deps.ts';
import type { Quote } from '#domain/box-office/quote.ts';
import { changeCoupon } from '../../usecases/booking/change-coupon.ts';
import { createCoupon } from '../../usecases/booking/create-coupon.ts';
import { listCoupons } from '../../usecases/booking/list-coupons.ts';
import { quoteBooking } from '../../usecases/booking/quote-booking.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { badCursor, cutPart, partOf } from '../request/cursor.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { toDates } from '../event/input.ts';
import { viewTypes } from '../event/view.ts';
import { withCode } from './code-guesses.ts';
import { idempotent } from '../request/idempotent.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Coupons';
const ofEvent = params(z.object({ id: Id }));
const oneOfEvent = params(z.object({ id: Id, couponId: Id }));

export const coupons = new Hono<AppEnv>().post(
  '/validate',
  describe(
    TAG,
    'Quote a booking with a code, and the hidden ticket types that the code shows; holds nothing',
    CouponQuote,
  ),
  body(ValidateCoupon),
  async (c) => {
    const { eventId, code, items } = c.req.valid('json');
    const request = { items, couponCode: code, by: 'public', method: null } as const;
    const caller = await c.var.caller();
    const quoted = await withCode(c, { eventId, code }, () => quoteBooking(c.env, caller, { eventId, request }));
    if (!quoted.ok) return refuse(c, quoted);
    return c.json(await viewQuote(c, eventId, quoted.quote));
  },
);

/** Mounted beside the events: `/events/{id}/coupons`. */
export const eventCoupons = new Hono<AppEnv>()
  .get(
    '/:id/coupons',
    describe(TAG, 'List the coupons of an event with their use; staff', CouponList),
    ofEvent,
    query(ListQuery),
    async (c) => {
      const asked = c.req.valid('query');
      const part = partOf(asked);
      if (!part) return refuse(c, badCursor);
      const listed = await listCoupons(c.env, await c.var.caller(), { eventId: c.req.valid('param').id, part });
      if (!listed.ok) return refuse(c, listed);
      const { items, nextCursor } = cutPart(listed.coupons, asked, ({ id }) => id);
      return c.json({ items: items.map(viewCoupon), nextCursor });
    },
  )
  .post(
    '/:id/coupons',
    describeCreated(TAG, 'Create a coupon; staff', CouponStaff),
    ofEvent,
    body(CreateCoupon),
    idempotent,
    async (c) => {
      const wanted = { eventId: c.req.valid('param').id, fields: toDates(c.req.valid('json')) };
      const created = await createCoupon(c.env, await c.var.caller(), wanted);
      return created.ok ? c.json(viewCoupon(created.coupon), 201) : refuse(c, created);
    },
  )
  .patch(
    '/:id/coupons/:couponId',
    describe(
      TAG,
      'Edit a coupon; bookings made with it stay as they are; `version` names the version that was edited; staff',
      CouponStaff,
    ),
    oneOfEvent,
    body(UpdateCoupon),
    async (c) => {
      const { id: eventId, couponId } = c.req.valid('param');
      const { version = null, ...fields } = c.req.valid('json');
      const command = { eventId, couponId, version, change: toDates(fields) };
      const changed = await changeCoupon(c.env, await c.var.caller(), command);
      return changed.ok ? c.json(viewCoupon(changed.coupon)) : refuse(c, changed);
    },
  )
  .delete(
    '/:id/coupons/:couponId',
    describe(TAG, 'Archive a coupon; bookings made with it keep it; staff', CouponStaff),
    oneOfEvent,
    async (c) => {
      const { id: eventId, couponId } = c.req.valid('param');
      const changed = await changeCoupon(c.env, await c.var.caller(), { eventId, couponId, change: 'archived' });
      return changed.ok ? c.json(viewCoupon(changed.coupon)) : refuse(c, changed);
    },
  );

const viewCoupon = ({ startsAt, endsAt, archivedAt, createdAt, ...coupon }: CouponRecord): CouponStaff => ({
  ...coupon,
  startsAt: startsAt && startsAt.toISOString(),
  endsAt: endsAt && endsAt.toISOString(),
  archivedAt: archivedAt && archivedAt.toISOString(),
  createdAt: createdAt.toISOString(),
});

export async function viewQuote(c: Context<AppEnv>, eventId: string, quote: Quote): Promise<CouponQuote> {
  const money = (amount: number) => ({ amount, currency: quote.currency });
  const { coupon, revealedTypeIds } = quote;
  const fullEvent = revealedTypeIds.length > 0 ? await c.env.events.find(eventId) : null;
  return {
    code: coupon?.code ?? '',
    kind: coupon?.kind ?? 'access',
    value: coupon?.value ?? 0,
    minimum: money(coupon?.minimumMinor ?? 0),
    ticketTypeIds: coupon?.ticketTypeIds ?? [],
    lines: quote.lines.map(({ discountMinor, totalMinor, ...line }) => ({
      ...line,
      discount: money(discountMinor),
      total: money(totalMinor),
    })),
    discount: money(quote.discountMinor),
    fees: money(quote.feeMinor),
    total: money(quote.totalMinor),
    revealed: fullEvent ? viewTypes(fullEvent, c.env.clock.now(), ({ id }) => revealedTypeIds.includes(id)) : [],
  };
}
