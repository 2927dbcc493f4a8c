import { cancelPaid } from './cancel.ts';
import type { Replies, SettleDispute } from './command.ts';
import type { Desk } from './desk.ts';
import { mailOrganizer } from './outbox.ts';
import { isKnown, note } from './stripe-note.ts';

/** Applies the state of a dispute. Staff are told; the tickets stay valid until it is lost or staff act. */
export function settleDispute(desk: Desk, command: SettleDispute): Replies['settle_dispute'] {
  const { report, paymentId } = command;
  const booking = desk.bookings.get(command.bookingId);
  const reply = (settlement: 'noted' | 'repeated' | 'unknown'): Replies['settle_dispute'] => {
    note(desk, command.stripeEvent, { paymentId: booking ? paymentId : null, outcome: settlement });
    return { ok: true, settlement };
  };
  if (isKnown(desk, command.stripeEvent)) return reply('repeated');
  if (!booking?.payments.some(({ id }) => id === paymentId)) return reply('unknown');
  const known = desk.disputes.get(report.stripeDisputeId);
  // Reports may arrive out of order: a closed dispute does not open again.
  if (known && (known.status === report.status || known.status !== 'open')) return reply('repeated');
  const dispute = { ...report, id: known?.id ?? desk.ids.uuid(), paymentId };
  desk.disputes.set(report.stripeDisputeId, dispute);
  desk.changes.disputes.push(dispute);
  if (report.status === 'won') booking.contested.delete(paymentId);
  else booking.contested.set(paymentId, report.status);
  const { amountMinor, currency, reason, status } = report;
  desk.changes.audit.push({
    userId: null,
    actor: 'stripe',
    action: 'payment.dispute',
    bookingId: booking.id,
    before: known ? { status: known.status } : {},
    after: { status, reason, amountMinor, currency },
  });
  mailOrganizer(desk, booking, {
    kind: 'dispute',
    payload: { amount: amountMinor, currency, reason, status, dueAt: report.evidenceDueAt },
  });
  // The bank has taken the money back, so nothing is refunded.
  if (status === 'lost' && booking.status === 'confirmed')
    cancelPaid(desk, booking, { userId: null, actor: 'stripe', reason: 'dispute_lost', refundMinor: 0 });
  return reply('noted');
}
