import { pick, type MoveKind } from './move.ts';

export const staffMoves: Record<string, MoveKind> = {
  async cancel(sale, [at, counter, refunds]) {
    const booking = pick(sale.snapshot.bookings, at);
    if (!booking) return;
    const refund = refunds % 3 > 0;
    if (!refund) sale.mayKeep.add(booking.id);
    const about = { bookingId: booking.id, by: 'staff' as const, userId: null, reason: null };
    await sale.submit({ kind: 'cancel', ...about, refund }, counter);
  },
  async changeStatus(sale, [at, counter, to, how]) {
    const booking = pick(sale.snapshot.bookings, at);
    if (!booking) return;
    const status = pick(['confirmed', 'expired', 'cancelled', 'pending_payment'] as const, to)!;
    const refund = how % 3 > 0;
    if (!refund) sale.mayKeep.add(booking.id);
    const paidBy = pick(['cash', 'card_terminal', null] as const, how)!;
    const about = { bookingId: booking.id, userId: null, reason: null };
    await sale.submit({ kind: 'change_status', ...about, status, paidBy, refund }, counter);
  },
  async cancelTickets(sale, [at, counter, many, how]) {
    const booking = pick(sale.snapshot.bookings.filter(({ status }) => status === 'confirmed'), at); // prettier-ignore
    if (!booking) return;
    const ids = sale.snapshot.tickets.filter(({ booking_id }) => booking_id === booking.id).map(({ id }) => id);
    const refund = how % 3 > 0;
    if (!refund) sale.mayKeep.add(booking.id);
    const ticketIds = ids.slice(many % ids.length, (many % ids.length) + 1 + (how % 2));
    const about = { bookingId: booking.id, ticketIds, userId: null, reason: null };
    await sale.submit({ kind: 'cancel_tickets', ...about, refund }, counter);
  },
  async bill(sale, [at, counter]) {
    const booking = pick(sale.snapshot.bookings, at);
    const billing = { company: 'Lovelace Ltd', vatId: 'DE1', address: 'Street 1' };
    if (booking) await sale.submit({ kind: 'bill', bookingId: booking.id, billing }, counter);
  },
  /** As the editor of an event does: the row, then a kick of the box office. */
  async raiseQuota(sale, [at, by, counter]) {
    const quota = pick(sale.snapshot.quotas, at);
    await sale.db.query(`update quotas set size = size + $2 where id = $1`, [quota!.id, 1 + (by % 2)]);
    await sale.submit({ kind: 'release' }, counter);
  },
  async cancelEvent(sale, [really, refunds, counter]) {
    if (really !== 0) return;
    const cancelRefunds = refunds % 3 > 0;
    if (!cancelRefunds) for (const { id } of sale.snapshot.bookings) sale.mayKeep.add(id);
    await sale.db.query(`update events set status = 'cancelled', cancel_refunds = $2 where id = $1`, [
      ...[sale.event.eventId, cancelRefunds],
    ]);
    await sale.submit({ kind: 'release' }, counter);
  },
};
