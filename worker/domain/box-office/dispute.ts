import { giveUpTickets } from './cancel.ts';
import type { Answers, SettleDispute } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import { isKnown, note } from './stripe-note.ts';
import { mailOrganizer } from './tell.ts';

/** A contested payment: staff are told; the tickets stay valid until the dispute is lost or staff act. */
export function settleDispute(desk: Desk, command: SettleDispute, mint: Mint): Answers['settle_dispute'] {
  const { report, paymentId } = command;
  const booking = desk.bookings.get(command.bookingId);
  const answer = (settlement: 'noted' | 'repeated' | 'unknown'): Answers['settle_dispute'] => {
    note(desk, command.stripeEvent, booking ? paymentId : null, settlement);
    return { ok: true, settlement };
  };
  if (isKnown(desk, command.stripeEvent)) return answer('repeated');
  if (!booking?.payments.some(({ id }) => id === paymentId)) return answer('unknown');
  const known = desk.disputes.get(report.stripeDisputeId);
  // News may overtake one another: what is over is not open again.
  if (known && (known.status === report.status || known.status !== 'open')) return answer('repeated');
  const dispute = { ...report, id: known?.id ?? mint.uuid(), paymentId };
  desk.disputes.set(report.stripeDisputeId, dispute);
  desk.changes.disputes.push(dispute);
  if (report.status === 'won') booking.contested.delete(paymentId);
  else booking.contested.set(paymentId, report.status);
  const { amountMinor: amount, currency, reason, status } = report;
  const after = { status, reason, amountMinor: amount, currency };
  desk.changes.audit.push({
    ...{ userId: null, actor: 'stripe', action: 'payment.dispute', bookingId: booking.id },
    before: known ? { status: known.status } : {},
    after,
  });
  mailOrganizer(desk, booking, 'dispute', { amount, currency, reason, status, dueAt: report.evidenceDueAt }, mint);
  if (status === 'lost' && booking.status === 'confirmed') giveUpTickets(desk, booking, 'dispute_lost', mint);
  return answer('noted');
}
