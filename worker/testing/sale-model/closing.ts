import { expect } from 'vitest';
import { holds } from './invariants.ts';
import { runTask } from './money-moves.ts';
import type { Sale } from './sale.ts';

/** Everything in progress ends: no hold, no task and no money is left over. */
export async function close(sale: Sale): Promise<void> {
  for (let round = 0; ; round++) {
    // Every event of Stripe, in order: lost ones are delivered again.
    for (const news of sale.stripe.news) {
      if (news.kind === 'settle_refund' && news.report.state === 'failed') sale.mayKeep.add(news.bookingId);
      const { expired_at, status } = sale.snapshot.bookings.find(({ id }) => id === news.bookingId)!;
      if (expired_at || status !== 'confirmed') sale.late.add(news.bookingId);
      await sale.submit(news);
    }
    sale.advance(24 * 60);
    await sale.submit({ kind: 'release' });
    await sale.look();
    for (const task of sale.snapshot.tasks) await runTask(sale, task);
    await sale.look();
    holds(sale);
    const isOver =
      sale.snapshot.tasks.length === 0 && !sale.snapshot.bookings.some((b) => b.status === 'pending_payment');
    if (isOver) break;
    expect(round, 'rounds until everything ended').toBeLessThan(30);
  }
  expect(sale.snapshot.quotas.map(({ held }) => held)).toEqual(sale.snapshot.quotas.map(() => 0));
  expect(sale.snapshot.waiting.filter(({ status }) => status === 'offered')).toEqual([]);
  for (const session of sale.stripe.sessions) {
    const ours = sale.snapshot.refunds.filter(({ payment_id, by_hand, status }) => payment_id === session.paymentId && !by_hand && status === 'succeeded'); // prettier-ignore
    const back = ours.reduce((sum, { amount_minor }) => sum + amount_minor, 0);
    const charged = session.status === 'complete' ? session.amountMinor : 0;
    expect(charged - sale.stripe.left(session), 'paid back at Stripe').toBe(back);
    const payment = sale.snapshot.payments.find(({ id }) => id === session.paymentId)!;
    expect(payment.status === 'succeeded').toBe(session.status === 'complete');
  }
}
