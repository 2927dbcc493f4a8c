import { Hono } from 'hono';
import { z } from 'zod';
import { DoorOffer, DoorShift, PaidAtDoor, PayAtDoor, SellAtDoor, SoldAtDoor } from '#contract/door/sale.ts';
import { Id } from '#contract/field.ts';
import type * as deps from '../../deps.ts';
import { isRehearsal } from '#domain/door/rehearsal.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { sellAtDoor } from '../../usecases/door/sell-at-door.ts';
import { endShift, viewShift as viewDeviceShift } from '../../usecases/door/shift.ts';
import { takeDoorPayment } from '../../usecases/door/take-door-payment.ts';
import { viewOffer as viewDoorOffer } from '../../usecases/door/view-door.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { deviceIdOf } from '../request/device-id.ts';
import { idempotent } from '../request/idempotent.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Door';
const RealDoor = Id.refine((id) => !isRehearsal(id), { error: 'Nothing is sold in a rehearsal' });
const byEvent = params(z.object({ eventId: RealDoor }));

/** Payments at the door, for callers who can sell; mounted under `/checkin`. */
export const doorSales = new Hono<AppEnv>()
  .post(
    '/pay',
    describe(TAG, 'Take the payment for an unpaid ticket, and admit its holder', PaidAtDoor),
    body(PayAtDoor),
    async (c) => {
      const wanted = { ...c.req.valid('json'), deviceId: deviceIdOf(c) };
      const taken = await takeDoorPayment(c.env, await c.var.caller(), wanted);
      if (!taken.ok) return refuse(c, taken);
      const { method, amountMinor: amount, currency, taken: isTaken } = taken.payment;
      const payment = { taken: isTaken, method, amount: { amount, currency } };
      return c.json({ ...taken.verdict, counts: taken.counts, payment });
    },
  )
  .get('/event/:eventId/offer', describe(TAG, 'What can be sold at the door now', DoorOffer), byEvent, async (c) => {
    const seen = await viewDoorOffer(c.env, await c.var.caller(), c.req.valid('param').eventId);
    return seen.ok ? c.json(viewOffer(seen.offer)) : refuse(c, seen);
  })
  .post(
    '/event/:eventId/sell',
    describeCreated(
      TAG,
      'Sell tickets at the door and admit their holders; quotas apply, per-person limits don’t',
      SoldAtDoor,
    ),
    byEvent,
    body(SellAtDoor),
    async (c) => {
      const key = idempotencyKey(c);
      // Money changes hands: a sale that couldn't be recognised again isn't begun.
      if (!key) return refuse(c, badKey);
      const sale = { eventId: c.req.valid('param').eventId, ...c.req.valid('json') };
      const sold = await sellAtDoor(c.env, await c.var.caller(), { sale, key, deviceId: deviceIdOf(c) });
      if (!sold.ok) return refuse(c, sold);
      const { id, reference, method, totalMinor, currency, tickets } = sold.booking;
      const results = new Map(sold.verdicts.map(({ ticket, result }) => [ticket?.id, result]));
      const viewed = tickets.map((ticket) => ({
        id: ticket.id,
        number: formatNumber(ticket.number),
        typeName: ticket.typeName,
        result: results.get(ticket.id) ?? null,
      }));
      const booking = { id, reference, method, total: { amount: totalMinor, currency } };
      return c.json({ booking, tickets: viewed, counts: sold.counts }, 201);
    },
  )
  .get(
    '/event/:eventId/shift',
    describe(TAG, 'What this device has taken since it ended its last shift', DoorShift),
    byEvent,
    async (c) => {
      const asked = { eventId: c.req.valid('param').eventId, deviceId: deviceIdOf(c) };
      const seen = await viewDeviceShift(c.env, await c.var.caller(), asked);
      return seen.ok ? c.json(viewShift(seen.shift)) : refuse(c, seen);
    },
  )
  .post(
    '/event/:eventId/shift/end',
    describe(TAG, 'End this device’s shift, and answer its final totals', DoorShift),
    byEvent,
    body(z.object({})),
    idempotent,
    async (c) => {
      const asked = { eventId: c.req.valid('param').eventId, deviceId: deviceIdOf(c) };
      const ended = await endShift(c.env, await c.var.caller(), asked);
      return ended.ok ? c.json(viewShift(ended.shift)) : refuse(c, ended);
    },
  );

const viewOffer = ({ currency, fees, types }: deps.DoorOffer) => ({
  currency,
  fees,
  ticketTypes: types.map(({ priceMinor, listPriceMinor, ...type }) => ({
    ...type,
    price: { amount: priceMinor, currency },
    listPrice: { amount: listPriceMinor, currency },
  })),
});

const viewShift = ({ beganAt, endedAt, totals }: deps.DoorShift) => ({
  beganAt: beganAt?.toISOString() ?? null,
  endedAt: endedAt?.toISOString() ?? null,
  totals: totals.map(({ amountMinor: amount, currency, ...total }) => ({ ...total, amount: { amount, currency } })),
});
