import { v7 } from 'uuid';
import type { Answer } from '#domain/event/question.ts';
import { guest } from '../counter.ts';
import type { Snapshot } from './snapshot.ts';
import { pick, type MoveKind } from './move.ts';
import { EVENT, type Sale } from './sale.ts';

/** Five people; two of the addresses count as one. */
const PEOPLE = ['ada.l@gmail.com', 'AdaL+tickets@googlemail.com', 'bo@example.com', 'cy@example.com', 'di@example.com'];
const person = (at: number) => ({ name: `Guest ${at % 5}`, email: pick(PEOPLE, at)! });
const CODES = [null, null, null, 'half', 'FIFTEEN', 'Seat30', 'gift'];
const KINDS = EVENT.types!;

/** The questions: a text for the booking, a shirt size for each seat. */
function answersFor({ event }: Sale, types: readonly number[]): Answer[] {
  const perPlace = types.flatMap((type) => Array.from({ length: KINDS[type]!.places ?? 1 }, () => type));
  const shirts = perPlace.flatMap((type, place) =>
    type === 1 ? { questionId: event.questionIds[1]!, place, value: 'M' } : [],
  );
  return [{ questionId: event.questionIds[0]!, place: null, value: 'here' }, ...shirts];
}

function requestOf(sale: Sale, [what, many, who, how]: readonly [number, number, number, number]) {
  const type = what % KINDS.length;
  const quantity = 1 + (many % 3);
  // A child usually comes with an adult.
  const types = [...Array.from({ length: quantity }, () => type), ...(type === 5 && who % 4 ? [0] : [])];
  const named = type === 4 ? { unitPriceMinor: [500, 1234, 400][how % 3]! } : {};
  const items = [{ ticketTypeId: sale.event.typeIds[type]!, quantity, ...named }];
  if (types.includes(0) && type === 5) items.push({ ticketTypeId: sale.event.typeIds[0]!, quantity: 1 });
  const answers = how === 11 ? [] : answersFor(sale, types);
  const idempotency = { caller: 'guest', key: v7(), requestHash: 'body' };
  return { ...guest(), items, answers, buyer: person(who), idempotency };
}

const waitingBookings = (sale: Sale) => sale.snapshot.bookings.filter(({ status }) => status === 'pending_payment');

async function startPayment(sale: Sale, [at, counter, crash]: readonly number[]) {
  const booking = pick(waitingBookings(sale), at!);
  if (!booking) return;
  const { id: bookingId } = booking;
  const started = await sale.submit({ kind: 'start_payment', bookingId, paymentId: v7() }, counter);
  if (!started.ok) return;
  const { id: paymentId, amountMinor } = started.payment;
  const session = sale.stripe.open({ paymentId, bookingId, amountMinor });
  // The Worker may crash before it stored the payment page: no one has that address.
  if (crash === 0) return;
  const address = { stripeSessionId: `cs_${paymentId}`, checkoutUrl: 'https://pay.example' };
  const attached = await sale.submit({ kind: 'attach_session', bookingId, paymentId, ...address }, counter);
  if (!attached.ok) sale.stripe.expire(session);
}

export const buyMoves: Record<string, MoveKind> = {
  async place(sale, choices) {
    const couponCode = pick(CODES, choices[3])!;
    const method = choices[3] === 10 ? 'at_door' : null;
    return sale.submit({ kind: 'place', ...requestOf(sale, choices), couponCode, method }, choices[1]);
  },
  async placeAtDesk(sale, choices) {
    const method = pick(['cash', 'card_terminal', 'complimentary', 'at_door'] as const, choices[3])!;
    return sale.submit({ kind: 'place', ...requestOf(sale, choices), by: 'staff', method }, choices[1]);
  },
  startPayment,
  async join(sale, [type, many, who, counter]) {
    // A sold-out type, where there is one.
    const isGone = ({ quotas }: Snapshot['types'][number]) =>
      sale.snapshot.quotas.some(({ id, size, sold }) => quotas.includes(id) && sold >= (size ?? Infinity));
    const gone = sale.snapshot.types.filter(isGone).map(({ id }) => id);
    const ticketTypeId = pick(gone.length > 0 ? gone : sale.event.typeIds, type)!;
    const request = { ...person(who), ticketTypeId, quantity: 1 + (many % 2), userId: null, locale: null };
    return sale.submit({ kind: 'join_waiting', ...request }, counter);
  },
  async leave(sale, [at, counter]) {
    const entry = pick(sale.snapshot.waiting.filter(({ status }) => status === 'waiting'), at); // prettier-ignore
    if (entry) await sale.submit({ kind: 'leave_waiting', entryId: entry.id }, counter);
  },
  async complete(sale, [at, counter, way]) {
    const booking = pick(waitingBookings(sale).filter((one) => one.waiting_entry_id !== null), at); // prettier-ignore
    if (!booking) return;
    const lines = sale.snapshot.lines.filter(({ booking_id }) => booking_id === booking.id);
    const types = lines.flatMap(({ ticket_type_id, quantity }) =>
      Array.from({ length: quantity }, () => sale.event.typeIds.indexOf(ticket_type_id)),
    );
    const answers = answersFor(sale, types);
    const method = way % 3 === 0 ? 'at_door' : 'stripe';
    return sale.submit({ kind: 'complete', bookingId: booking.id, attendees: null, answers, method }, counter);
  },
  async giveUp(sale, [at, counter]) {
    const booking = pick(sale.snapshot.bookings, at);
    if (!booking) return;
    sale.givenUp.add(booking.id);
    const { id: bookingId } = booking;
    return sale.submit({ kind: 'cancel', bookingId, by: 'buyer', userId: null, reason: null, refund: false }, counter);
  },
  async transfer(sale, [at, who, counter]) {
    const ticket = pick(sale.snapshot.tickets, at);
    if (!ticket) return;
    const about = { bookingId: ticket.booking_id, ticketId: ticket.id, seenRevision: ticket.revision, userId: null };
    return sale.submit({ kind: 'transfer', ...about, to: person(who) }, counter);
  },
};
