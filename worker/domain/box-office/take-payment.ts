import { refusal } from '../refusal.ts';
import { confirm } from './book.ts';
import type { Answers, PaymentTaken, TakePayment } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import { givenAnswer, keepAnswer } from './given.ts';
import { payByHand } from './pay-by-hand.ts';

/**
 * What a booking owed is handed over at a door. Two doors that take it at once: the first has it, and the second hears
 * that nothing was owed any more, so that its money goes back into the guest's hand.
 */
export function takePayment(desk: Desk, command: TakePayment, mint: Mint): Answers['take_payment'] {
  const given = givenAnswer<PaymentTaken>(desk, command.idempotency);
  if (given) return given.ok ? { ok: true, ...given.answer } : given;
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (desk.event.facts.status === 'cancelled') return refusal('event_not_published');
  const { id: bookingId, totalMinor: amountMinor, currency, ticketCount: tickets } = booking;
  // Staff may have cancelled it while a card payment of it, begun before, is being called back.
  const isEnding = booking.releasingSince !== null || booking.cancelledAt !== null;
  const isOwed = booking.status === 'pending_payment' && booking.method === 'at_door' && !isEnding;
  if (!isOwed && booking.status !== 'confirmed') return refusal('hold_expired', { status: booking.status });
  if (isOwed) {
    const { method, taker } = command;
    confirm(desk, booking, 'own', mint);
    payByHand(desk, booking, method, mint);
    desk.changes.touched.add(bookingId);
    const taken = { method, amountMinor, currency, tickets, deviceId: taker.deviceId };
    const after = { status: 'confirmed', reason: null, ...taken };
    const before = { status: 'pending_payment' };
    const by = { userId: taker.userId, actor: taker.deviceName };
    desk.changes.audit.push({ ...by, action: 'booking.status', bookingId, before, after });
  }
  const answer: PaymentTaken = { taken: isOwed, method: booking.method, amountMinor, currency };
  keepAnswer(desk, command.idempotency, answer);
  return { ok: true, ...answer };
}
