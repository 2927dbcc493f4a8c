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
    describe(TAG, 'Where to pay a booking; its open payment again, where it has one', PaymentCreated),
    body(CreatePayment),
    async (c) => {
      const started = await startPayment(c.env, await c.var.caller(), c.req.valid('json').bookingId);
      return started.ok ? c.json({ payment: viewPayment(started.payment) }) : refuse(c, started);
    },
  )
  .post(
    '/verify',
    describe(TAG, 'Ask Stripe about a payment, and apply its answer', PaymentState),
    body(VerifyPayment),
    (c) => answerState(c, c.req.valid('json').paymentId),
  )
  .get(
    '/:id/status',
    describe(TAG, 'What Stripe says about a payment now', PaymentState),
    params(z.object({ id: Id })),
    (c) => answerState(c, c.req.valid('param').id),
  )
  .post('/webhook', describe(TAG, 'For Stripe: signed events', Taken), async (c) => {
    // The signature is over the bytes as they came.
    const taken = await takeStripeNews(c.env, await c.req.text(), c.req.header('stripe-signature') ?? '');
    return taken.ok ? c.json({ outcome: taken.outcome }) : refuse(c, taken);
  });

async function answerState(c: Context<AppEnv>, paymentId: string) {
  const checked = await checkPayment(c.env, await c.var.caller(), paymentId);
  if (!checked.ok) return refuse(c, checked);
  const { payment, bookingId, bookingStatus } = checked;
  return c.json({ payment: viewPayment(payment), bookingId, bookingStatus });
}
