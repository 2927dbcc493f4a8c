import { Hono } from 'hono';
import { z } from 'zod';
import { DoorOffer, DoorShift, PaidAtDoor, PayAtDoor, SellAtDoor, SoldAtDoor } from '#contract/door/sale.ts';
import { Id } from '#contract/field.ts';
import type * as deps from '../../deps.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { isRehearsal } from '#domain/door/rehearsal.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { openSeller } from '../../usecases/door/open-seller.ts';
import { sellAtDoor } from '../../usecases/door/sell-at-door.ts';
import { takeDoorPayment } from '../../usecases/door/take-door-payment.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { deviceIdOf } from '../request/device-id.ts';
import { idempotent } from '../request/idempotent.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Door';
const RealDoor = Id.refine((id) => !isRehearsal(id), { error: 'Nothing is sold in a rehearsal' });
const byEvent = params(z.object({ eventId: RealDoor }));

/** Money at the door, for whoever may sell; mounted under `/checkin`. */
export const doorSales = new Hono<AppEnv>()
  .post(
    '/pay',
    describe(TAG, 'Take what an unpaid ticket owes, and let its holder in', PaidAtDoor),
    body(PayAtDoor),
    async (c) => {
      const taken = await takeDoorPayment(c.env, await c.var.caller(), c.req.valid('json'), deviceIdOf(c));
      if (!taken.ok) return refuse(c, taken);
      const { method, amountMinor: amount, currency, taken: isTaken } = taken.payment;
      const payment = { taken: isTaken, method, amount: { amount, currency } };
      return c.json({ ...taken.verdict, counts: taken.counts, payment });
    },
  )
  .get('/event/:eventId/offer', describe(TAG, 'What can be sold at the door now', DoorOffer), byEvent, async (c) => {
    const { eventId } = c.req.valid('param');
    const caller = await c.var.caller();
    if (!may(caller, 'SELL', eventId)) return refuse(c, notAllowed(caller));
    const offer = await c.env.doorSales.offer(eventId);
    return offer ? c.json(viewOffer(offer)) : refuse(c, { code: 'not_found' });
  })
  .post(
    '/event/:eventId/sell',
    describe(
      TAG,
      'Sell tickets at the door, and let their holders in; quotas hold, limits per person do not',
      SoldAtDoor,
      201,
    ),
    byEvent,
    body(SellAtDoor),
    async (c) => {
      const { eventId } = c.req.valid('param');
      const caller = await c.var.caller();
      if (!may(caller, 'SELL', eventId)) return refuse(c, notAllowed(caller));
      const key = idempotencyKey(c);
      // Money changes hands: a sale that nobody can recognise again is not begun.
      if (!key) return refuse(c, badKey);
      const from = { key, deviceId: deviceIdOf(c) };
      const sold = await sellAtDoor(c.env, caller, eventId, c.req.valid('json'), from);
      if (!sold.ok) return refuse(c, sold);
      const { id, reference, method, totalMinor, currency, tickets } = sold.booking;
      const results = new Map(sold.verdicts.map(({ ticket, result }) => [ticket?.id, result]));
      const viewed = tickets.map((ticket) => ({
        ...{ id: ticket.id, number: formatNumber(ticket.number), typeName: ticket.typeName },
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
      const { eventId } = c.req.valid('param');
      const opened = await openSeller(c.env, await c.var.caller(), eventId, deviceIdOf(c));
      if (!opened.ok) return refuse(c, opened);
      return c.json(viewShift(await c.env.doorSales.shift(eventId, opened.scanner.deviceId)));
    },
  )
  .post(
    '/event/:eventId/shift/end',
    describe(TAG, 'End this device’s shift: its totals, for the last time', DoorShift),
    byEvent,
    body(z.object({})),
    idempotent,
    async (c) => {
      const { eventId } = c.req.valid('param');
      const opened = await openSeller(c.env, await c.var.caller(), eventId, deviceIdOf(c));
      if (!opened.ok) return refuse(c, opened);
      const { deviceId, deviceName: name, userId } = opened.scanner;
      return c.json(viewShift(await c.env.doorSales.endShift(eventId, deviceId, { userId, name })));
    },
  );

const viewOffer = ({ currency, fees, types }: deps.DoorOffer) => ({
  ...{ currency, fees },
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
