import type { ClientBase } from 'pg';
import type { Changes } from '../domain/box-office/changes.ts';
import type { Desk } from '../domain/box-office/desk.ts';
import { TurnCollision } from '../domain/box-office/failure.ts';
import * as write from './box-office-statements.ts';
import { insertOutbox } from './outbox-store.ts';

/** Every change of a turn, by one statement per table, sent together; the rows that all turns share come last. */
export async function persistDesk(client: ClientBase, desk: Desk): Promise<void> {
  const { changes, event } = desk;
  const put = (statement: write.Statement, records: readonly unknown[], ...more: unknown[]) =>
    records.length === 0
      ? undefined
      : client.query({ name: statement.name, text: statement.text, values: [JSON.stringify(records), ...more] });
  const bookings = changes.placed.map(({ booking, ...beside }) => ({
    ...booking,
    lines: undefined,
    payments: undefined,
    ...beside,
  }));
  const [answers, stripeEvents] = await Promise.all([
    put(write.ANSWERS, changes.answers, desk.now),
    put(write.STRIPE_EVENTS, changes.stripeEvents),
    put(write.BOOKINGS, bookings, event.facts.id, desk.now),
    put(write.LINES, linesOf(changes)),
    put(write.TOUCHED_BOOKINGS, touchedOf(desk), desk.now),
    put(write.TICKETS, changes.tickets, event.facts.id, desk.now),
    put(write.PAYMENTS, changes.newPayments),
    put(write.TOUCHED_PAYMENTS, [...changes.touchedPayments.values()], desk.now),
    put(write.REFUNDS, changes.newRefunds, desk.now),
    put(write.TOUCHED_REFUNDS, changes.touchedRefunds, desk.now),
    insertOutbox(
      client,
      changes.outbox.map((row) => ({ ...row, eventId: event.facts.id })),
    ),
    put(write.AUDIT, changes.audit, event.facts.id, desk.now),
    countTickets(client, desk),
    put(write.STOCK, movedOf(desk)),
  ]);
  // Somebody else has stored the same key or event since this turn looked: look again.
  const kept =
    (answers?.rowCount ?? 0) === changes.answers.length &&
    (stripeEvents?.rowCount ?? 0) === changes.stripeEvents.length;
  if (!kept) throw new TurnCollision('A key of this turn was used elsewhere');
}

const linesOf = (changes: Changes) =>
  changes.placed.flatMap(({ booking }) =>
    booking.lines.map((line, position) => ({ ...line, position, bookingId: booking.id })),
  );

const touchedOf = ({ changes, bookings }: Desk) =>
  [...changes.touched].map((id) => ({
    ...bookings.get(id),
    lines: undefined,
    payments: undefined,
    attendees: undefined,
  }));

function movedOf({ stock, stockBefore }: Desk) {
  const moved = stockBefore.map(({ id, held, sold }) => {
    const now = stock.get(id);
    return { id, held: (now?.held ?? held) - held, sold: (now?.sold ?? sold) - sold };
  });
  return moved.filter(({ held, sold }) => held !== 0 || sold !== 0);
}

function countTickets(client: ClientBase, { changes, event, now }: Desk): Promise<unknown> | undefined {
  const { id } = event.facts;
  if (changes.cancelTicketsOf.length > 0) {
    return client.query({ ...write.CANCEL_TICKETS, values: [changes.cancelTicketsOf, event.ticketSeq, now, id] });
  }
  return changes.tickets.length > 0 ? client.query({ ...write.TICKET_SEQ, values: [id, event.ticketSeq] }) : undefined;
}
