import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { BillingInput, BookingView } from '#contract/booking/booking.ts';
import { Id, ListQuery } from '#contract/field.ts';
import { ReceiptList, type Receipt } from '#contract/payment/receipt.ts';
import type { ReceiptRecord } from '../../deps.ts';
import { receiptNumber } from '#domain/payment/receipt-facts.ts';
import { findBooking } from '../../usecases/booking/find-booking.ts';
import { loadReceipt } from '../../usecases/payment/load-receipt.ts';
import { setBilling } from '../../usecases/booking/set-billing.ts';
import type { AppEnv } from '../request/app-env.ts';
import { answerBooking, keepSecret } from '../booking/answer.ts';
import { body, params, query } from '../request/body.ts';
import { badCursor, cutPart, partOf } from '../request/cursor.ts';
import { describe, REFUSED } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Receipts';
const byId = params(z.object({ id: Id }));

/** Mounted beside the bookings. */
export const bookingReceipts = new Hono<AppEnv>()
  .get(
    '/:id/receipts',
    describe(TAG, 'List a booking’s receipts and credit notes by number', ReceiptList),
    keepSecret,
    byId,
    query(ListQuery),
    async (c) => {
      const { id } = c.req.valid('param');
      const asked = c.req.valid('query');
      const part = partOf(asked);
      if (!part) return refuse(c, badCursor);
      const seen = await findBooking(c.env, await c.var.caller(), { bookingId: id });
      if (!seen.ok) return refuse(c, seen);
      const { items, nextCursor } = cutPart(await c.env.receipts.listOf(id, part), asked, (one) => one.id);
      return c.json({ items: items.map(view), nextCursor });
    },
  )
  .put(
    '/:id/billing',
    describe(TAG, 'Set company, VAT id and address for the receipts', BookingView),
    keepSecret,
    byId,
    body(BillingInput),
    async (c) => {
      const { id: bookingId } = c.req.valid('param');
      const set = await setBilling(c.env, await c.var.caller(), { bookingId, billing: c.req.valid('json') });
      return set.ok ? answerBooking(c, bookingId) : refuse(c, set);
    },
  );

export const receipts = new Hono<AppEnv>().get(
  '/:pdf{[\\w-]+\\.pdf}',
  describeRoute({
    tags: [TAG],
    summary: 'A receipt or credit note as PDF',
    responses: { 200: { description: 'The file' }, default: REFUSED },
  }),
  keepSecret,
  async (c) => {
    const id = Id.safeParse(c.req.param('pdf').replace(/\.pdf$/, ''));
    if (!id.success) return refuse(c, { code: 'not_found' });
    const loaded = await loadReceipt(c.env, await c.var.caller(), id.data);
    if (!loaded.ok) return refuse(c, loaded);
    const { facts, locale } = loaded;
    const pdf = await c.env.drawReceipt(facts, locale);
    return c.body(pdf as Uint8Array<ArrayBuffer>, 200, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${facts.number}.pdf"`,
    });
  },
);

const view = (receipt: ReceiptRecord): Receipt => ({
  id: receipt.id,
  number: receiptNumber(receipt),
  kind: receipt.kind,
  total: { amount: receipt.totalMinor, currency: receipt.currency },
  issuedAt: receipt.issuedAt.toISOString(),
  url: `/api/v1/receipts/${receipt.id}.pdf`,
});
