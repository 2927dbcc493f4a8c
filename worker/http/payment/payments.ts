import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { CreatePayment, PaymentCreated, PaymentState, VerifyPayment } from '#contract/payment/payment.ts';
import { checkPayment } from '../../usecases/payment/check-payment.ts';
import { startPayment } from '../../usecases/payment/start-payment.ts';
import { takeStripeNews } from '../../usecases/payment/take-stripe-news.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { viewPayment } from '../booking/view.ts';
import { describe } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Payments';
const Taken = z.object({ outcome: z.string() });

export const payments = new Hono<AppEnv>()
  .post(
    '/create',
    describe(TAG, 'Start a payment, or return the booking’s open one, with the address to pay at', PaymentCreated),
    body(CreatePayment),
    async (c) => {
      const started = await startPayment(c.env, await c.var.caller(), c.req.valid('json').bookingId);
      return started.ok ? c.json({ payment: viewPayment(started.payment) }) : refuse(c, started);
    },
  )
  .post(
    '/verify',
    describe(TAG, 'Ask Stripe about a payment and apply its answer', PaymentState),
    body(VerifyPayment),
    (c) => answerState(c, c.req.valid('json').paymentId),
  )
  .get(
    '/:id/status',
    describe(TAG, 'The status of a payment at Stripe now', PaymentState),
    params(z.object({ id: Id })),
    (c) => answerState(c, c.req.valid('param').id),
  )
  .post('/webhook', describe(TAG, 'For Stripe: signed events', Taken), async (c) => {
    // The signature covers the bytes as they were sent.
    const taken = await takeStripeNews(c.env, await c.req.text(), c.req.header('stripe-signature') ?? '');
    return taken.ok ? c.json({ outcome: taken.outcome }) : refuse(c, taken);
  });

async function answerState(c: Context<AppEnv>, paymentId: string) {
  const checked = await checkPayment(c.env, await c.var.caller(), paymentId);
  if (!checked.ok) return refuse(c, checked);
  const { payment, bookingId, bookingStatus } = checked;
  return c.json({ payment: viewPayment(payment), bookingId, bookingStatus });
}
