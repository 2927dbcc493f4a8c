import type { Delivery, StripeGateway } from '../../deps.ts';
import type { StripeTaskOf } from '#domain/mail/message.ts';
import type { StripeTaskDeps } from './stripe-task.ts';

/** Expires the session of a due hold and reports to the box office whether it was paid at the last moment. */
export async function expireCheckoutSession(
  deps: StripeTaskDeps,
  stripe: StripeGateway,
  task: StripeTaskOf<'expire_session'>['payload'],
): Promise<Delivery> {
  const { report } = await stripe.expireSession(task.stripeSessionId);
  // Neither expired nor paid: a payment is in progress at Stripe.
  if (report.state === 'open') return { ok: false, again: true, why: 'The session is still open at Stripe.' };
  const { bookingId, paymentId } = task;
  const settled = await deps.rooms
    .boxOffice(task.eventId)
    .submit({ kind: 'settle', bookingId, paymentId, report, stripeEvent: null });
  return settled.ok ? { ok: true } : { ok: false, again: true, why: `The box office answered ${settled.code}.` };
}
