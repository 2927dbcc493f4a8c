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
import { Id } from '#contract/field.ts';
import type { CouponRecord } from '../../deps.ts';
import type { Quote } from '#domain/box-office/quote.ts';
import type { FieldFault, FieldReason } from '#domain/field-fault.ts';
import { type Refusal, refusal } from '#domain/refusal.ts';
import type { Permission } from '#domain/account/permission.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { unevenAmount } from '#domain/uneven-amount.ts';
import { actor } from '../request/actor.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { toDates } from '../event/input.ts';
import { viewTypes } from '../event/view.ts';
import { codesTriedTooOften } from './guest-booking-limit.ts';
import { idempotent } from '../request/idempotent.ts';
import { isKnownEvent } from '../request/known-events.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Coupons';
const ofEvent = params(z.object({ id: Id }));
const oneOfEvent = params(z.object({ id: Id, couponId: Id }));

export const coupons = new Hono<AppEnv>().post(
  '/validate',
  describe(TAG, 'What a code takes off a wish, and which hidden types it shows; holds nothing', CouponQuote),
  body(ValidateCoupon),
  async (c) => {
    const { eventId, code, items } = c.req.valid('json');
    const limited = await codesTriedTooOften(c);
    if (limited) return refuse(c, limited);
    if (!(await isKnownEvent(c.env, eventId))) return refuse(c, { code: 'not_found' });
    const quoted = await c.env.rooms.boxOffice(eventId).quote({ items, couponCode: code, by: 'public', method: null });
    if (!quoted.ok) return refuse(c, quoted);
    return c.json(await viewQuote(c, eventId, quoted.quote));
  },
);

/** Mounted beside the events: `/events/{id}/coupons`. */
export const eventCoupons = new Hono<AppEnv>()
  .get(
    '/:id/coupons',
    describe(TAG, 'The coupons of an event, with their use; staff', CouponList),
    ofEvent,
    async (c) => {
      const { id } = c.req.valid('param');
      const refused = await mayNot(c, 'VIEW_EVENT', id);
      if (refused) return refuse(c, refused);
      return c.json({ items: (await c.env.coupons.list(id)).map(viewCoupon) });
    },
  )
  .post(
    '/:id/coupons',
    describe(TAG, 'Make a coupon; staff', CouponStaff, 201),
    ofEvent,
    body(CreateCoupon),
    idempotent,
    async (c) => {
      const { id } = c.req.valid('param');
      const wish = c.req.valid('json');
      const refused = await mayNot(c, 'EDIT_EVENT', id);
      if (refused) return refuse(c, refused);
      const whole = await c.env.events.find(id);
      if (!whole) return refuse(c, { code: 'not_found' });
      const fault = faultOf(wish, whole.event.currency);
      if (fault) return refuse(c, fault);
      const made = await c.env.coupons.create(id, toDates(wish), actor(await c.var.caller()));
      return made.ok ? c.json(viewCoupon(made.coupon), 201) : refuse(c, made);
    },
  )
  .patch(
    '/:id/coupons/:couponId',
    describe(TAG, 'Edit a coupon; what was booked with it stays as it is; staff', CouponStaff),
    oneOfEvent,
    body(UpdateCoupon),
    async (c) => {
      const { id, couponId } = c.req.valid('param');
      const refused = await mayNot(c, 'EDIT_EVENT', id);
      if (refused) return refuse(c, refused);
      const known = (await c.env.coupons.list(id)).find((coupon) => coupon.id === couponId);
      const whole = await c.env.events.find(id);
      if (!known || !whole) return refuse(c, { code: 'not_found' });
      const fields = toDates(c.req.valid('json'));
      const fault = faultOf(viewCoupon({ ...known, ...fields }), whole.event.currency);
      if (fault) return refuse(c, fault);
      const changed = await c.env.coupons.change(id, couponId, fields, actor(await c.var.caller()));
      return changed.ok ? c.json(viewCoupon(changed.coupon)) : refuse(c, changed);
    },
  )
  .delete(
    '/:id/coupons/:couponId',
    describe(TAG, 'Take a coupon out of use; bookings that carry it keep it; staff', CouponStaff),
    oneOfEvent,
    async (c) => {
      const { id, couponId } = c.req.valid('param');
      const refused = await mayNot(c, 'EDIT_EVENT', id);
      if (refused) return refuse(c, refused);
      const archivedAt = c.env.clock.now();
      const changed = await c.env.coupons.change(id, couponId, { archivedAt }, actor(await c.var.caller()));
      return changed.ok ? c.json(viewCoupon(changed.coupon)) : refuse(c, changed);
    },
  );

async function mayNot(c: Context<AppEnv>, permission: Permission, eventId: string): Promise<Refusal | null> {
  const caller = await c.var.caller();
  return may(caller, permission, eventId) ? null : notAllowed(caller);
}

/** What one field alone can't tell. */
function faultOf({ kind, value, startsAt, endsAt }: z.infer<typeof CreateCoupon>, currency: string): Refusal | null {
  const field = (path: string, message: string, reason: FieldReason) =>
    refusal('invalid_request', { fields: [{ path, message, reason } satisfies FieldFault] });
  if (kind === 'percent' && (value < 1 || value > 10_000))
    return field('value', 'Between 0.01 and 100 percent', 'invalid');
  if (kind === 'fixed' && value < 1) return field('value', 'Must be more than nothing', 'too_small');
  if (startsAt && endsAt && endsAt <= startsAt) return field('endsAt', 'Must be after the start', 'too_early');
  return kind === 'fixed' || kind === 'set_price' ? unevenAmount('value', value, currency) : null;
}

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
  const whole = revealedTypeIds.length > 0 ? await c.env.events.find(eventId) : null;
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
    revealed: whole ? viewTypes(whole, c.env.clock.now(), ({ id }) => revealedTypeIds.includes(id)) : [],
  };
}
