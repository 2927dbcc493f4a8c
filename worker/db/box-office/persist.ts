import type { ClientBase } from 'pg';
import type { Desk } from '#domain/box-office/desk.ts';
import type { BookingAtDesk } from '#domain/box-office/at-desk.ts';
import { TurnCollision } from '#domain/box-office/failure.ts';
import * as write from './statements.ts';
import { insertOutbox } from '../mail/outbox-store.ts';

/** Writes every change of a turn, one statement per table, sent together; the rows shared by all turns come last. */
export async function persistDesk(client: ClientBase, desk: Desk): Promise<void> {
  const { changes, event } = desk;
  const eventId = event.facts.id;
  const put = (statement: write.Statement, records: readonly unknown[], ...more: unknown[]) =>
    records.length === 0
      ? undefined
      : client.query({ name: statement.name, text: statement.text, values: [JSON.stringify(records), ...more] });
  const touched = touchedOf(desk);
  const [answers, stripeEvents] = await Promise.all([
    put(write.ANSWERS, changes.idempotentReplies, desk.now),
    put(write.STRIPE_EVENTS, changes.stripeEvents),
    // A person may leave the list and join it again in the same turn: one live entry each.
    put(write.TOUCHED_WAITING, touchedWaitingOf(desk), desk.now),
    put(write.WAITING, changes.newWaiting, eventId, desk.now),
    put(write.BOOKINGS, placedOf(desk), eventId, desk.now),
    put(write.LINES, linesOf(changes.placed.map(({ booking }) => booking))),
    put(write.TOUCHED_BOOKINGS, touched.map(bare), desk.now),
    put(
      write.TOUCHED_LINES,
      linesOf(touched).filter(({ cancelledPlaces }) => cancelledPlaces > 0),
    ),
    put(write.FORGET_REPLIES, [...changes.answered]),
    put(write.REPLIES, repliesOf(desk)),
    put(write.TICKETS, changes.tickets, eventId, desk.now),
    put(write.TOUCHED_TICKETS, [...changes.touchedTickets.values()], desk.now),
    put(write.PAYMENTS, changes.newPayments),
    put(write.TOUCHED_PAYMENTS, [...changes.touchedPayments.values()], desk.now),
    put(write.REFUNDS, changes.newRefunds, desk.now),
    put(write.TOUCHED_REFUNDS, [...changes.touchedRefunds.values()], desk.now),
    put(write.RECEIPTS, changes.receipts, eventId, desk.now),
    put(write.DISPUTES, changes.disputes, desk.now),
    insertOutbox(
      client,
      changes.outbox.map((row) => ({ ...row, eventId })),
    ),
    put(write.AUDIT, changes.audit, eventId, desk.now),
    countUp(client, desk),
    changeTickets(client, desk),
    put(write.COUPON_USES, usesOf(desk)),
    put(write.STOCK, movedOf(desk)),
  ]);
  // Another writer has stored the same key or event since this turn loaded: load again.
  const kept =
    (answers?.rowCount ?? 0) === changes.idempotentReplies.length &&
    (stripeEvents?.rowCount ?? 0) === changes.stripeEvents.length;
  if (!kept) throw new TurnCollision('A key of this turn was used elsewhere');
}

/** A booking's own columns; its parts have tables of their own. */
function bare({
  lines,
  payments,
  refunds,
  receipted,
  credited,
  contested,
  tickets,
  answers,
  ...booking
}: BookingAtDesk) {
  return booking;
}

const placedOf = ({ changes }: Desk) =>
  changes.placed.map(({ booking, ...beside }) => ({ ...bare(booking), ...beside }));

const linesOf = (bookings: readonly BookingAtDesk[]) =>
  bookings.flatMap((booking) => booking.lines.map((line, position) => ({ ...line, position, bookingId: booking.id })));

const touchedOf = ({ changes, bookings }: Desk) => [...changes.touched].flatMap((id) => bookings.get(id) ?? []);

function repliesOf({ changes, bookings }: Desk) {
  const answered = [...changes.answered].flatMap((id) => bookings.get(id) ?? []);
  return [...changes.placed.map(({ booking }) => booking), ...answered].flatMap(({ id: bookingId, answers }) =>
    answers.map(({ questionId, place, value }) => ({ bookingId, questionId, place: place ?? -1, value })),
  );
}

function touchedWaitingOf({ changes }: Desk) {
  const added = new Set(changes.newWaiting.map(({ id }) => id));
  return [...changes.touchedWaiting.values()].filter(({ id }) => !added.has(id));
}

const usesOf = ({ changes }: Desk) =>
  [...changes.couponUses].map(([id, by]) => ({ id, by })).filter(({ by }) => by !== 0);

function movedOf({ stock, stockBefore }: Desk) {
  const moved = stockBefore.map(({ id, held, sold }) => {
    const now = stock.get(id);
    return { id, held: (now?.held ?? held) - held, sold: (now?.sold ?? sold) - sold };
  });
  return moved.filter(({ held, sold }) => held !== 0 || sold !== 0);
}

function countUp(client: ClientBase, { changes, event }: Desk): Promise<unknown> | undefined {
  const isCounted = changes.tickets.length + changes.touchedTickets.size + changes.receipts.length > 0;
  const values = [event.facts.id, event.ticketSeq, event.receiptSeq];
  return isCounted ? client.query({ ...write.EVENT_COUNTS, values }) : undefined;
}

function changeTickets(client: ClientBase, { changes, event, now }: Desk): Promise<unknown> | undefined {
  const { cancelTicketsOf, resendTicketsOf } = changes;
  if (cancelTicketsOf.length + resendTicketsOf.length === 0) return undefined;
  const values = [cancelTicketsOf, resendTicketsOf, event.ticketSeq, now, event.facts.id];
  return client.query({ ...write.CHANGE_TICKETS, values });
}
