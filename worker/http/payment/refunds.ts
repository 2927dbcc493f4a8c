import { Hono } from 'hono';
import { z } from 'zod';
import { Id, ListQuery } from '#contract/field.ts';
import { CreateRefund, RefundCreated, RefundList, type Refund, type RefundDetail } from '#contract/payment/refund.ts';
import type { RefundRecord } from '../../deps.ts';
import type { RefundView } from '#domain/box-office/command.ts';
import { askRefund } from '../../usecases/payment/ask-refund.ts';
import { listRefunds } from '../../usecases/payment/list-refunds.ts';
import { settleRefundOutsideStripe } from '../../usecases/payment/settle-refund-outside-stripe.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { badCursor, cutPart, partOf } from '../request/cursor.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Refunds';
const byId = params(z.object({ id: Id }));

/** Mounted beside the payments: `/payments/{id}/refunds`. */
export const paymentRefunds = new Hono<AppEnv>()
  .post(
    '/:id/refunds',
    describeCreated(TAG, 'Refund a payment in full or in part; staff', RefundCreated),
    byId,
    body(CreateRefund),
    async (c) => {
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      const { amountMinor = null, reason, handOver } = c.req.valid('json');
      const later = handOver === 'later' ? { owed: true } : {};
      const request = { paymentId: c.req.valid('param').id, amountMinor, reason, ...later };
      const asked = await askRefund(c.env, await c.var.caller(), { request, key });
      return asked.ok ? c.json({ refund: view(asked.refund) }, 201) : refuse(c, asked);
    },
  )
  .get(
    '/:id/refunds',
    describe(
      TAG,
      'List a payment’s refunds, with what can still be refunded and the fee that Stripe keeps; staff',
      RefundList,
    ),
    byId,
    query(ListQuery),
    async (c) => {
      const asked = c.req.valid('query');
      const part = partOf(asked);
      if (!part) return refuse(c, badCursor);
      const listed = await listRefunds(c.env, await c.var.caller(), { paymentId: c.req.valid('param').id, part });
      if (!listed.ok) return refuse(c, listed);
      const { refunds: found, currency, availableMinor, contested, feeMinor } = listed;
      const { items, nextCursor } = cutPart(found, asked, ({ id }) => id);
      return c.json({
        items: items.map(viewDetail),
        nextCursor,
        available: { amount: availableMinor, currency },
        contested,
        fee: feeMinor === null ? null : { amount: feeMinor, currency },
      });
    },
  );

export const refunds = new Hono<AppEnv>().post(
  '/:id/settle',
  describe(TAG, 'Mark a refund that Stripe could not pay as paid by other means; staff', RefundCreated),
  byId,
  async (c) => {
    const settled = await settleRefundOutsideStripe(c.env, await c.var.caller(), c.req.valid('param').id);
    return settled.ok ? c.json({ refund: view(settled.refund) }) : refuse(c, settled);
  },
);

const view = ({ id, paymentId, status, amountMinor, currency }: RefundView): Refund => ({
  id,
  paymentId,
  status,
  amount: { amount: amountMinor, currency },
});

const viewDetail = (refund: RefundRecord): RefundDetail => ({
  ...view(refund),
  reason: refund.reason,
  failureReason: refund.failureReason,
  byHand: refund.byHand,
  requestedBy: refund.requestedBy,
  createdAt: refund.createdAt.toISOString(),
  succeededAt: refund.succeededAt?.toISOString() ?? null,
});
