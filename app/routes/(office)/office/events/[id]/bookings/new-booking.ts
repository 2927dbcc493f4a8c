import type { z } from 'zod';
import type { CreateStaffBooking, QuoteStaffBooking } from '#contract/booking/booking.ts';
import type { EventStaff } from '#contract/event/event.ts';
import { placesOf, toAnswers, type Asked, type Replies } from '$lib/booking/answers.ts';
import type { Faults, Read } from '$lib/form/faults.ts';
import { parseDecimal } from '#domain/money.ts';
import { priceInside } from '#domain/price.ts';

/** A booking that staff make, in its form. */
export interface NewBooking {
  /** Per ticket type: the quantity, and the price of one with its fee where buyers choose the price. */
  lines: { ticketTypeId: string; quantity: number; price: string }[];
  name: string;
  email: string;
  method: z.input<typeof CreateStaffBooking>['method'];
  couponCode: string;
  /** One per ticket, where the event asks for names. */
  attendees: string[];
  replies: Replies;
}
type Input = z.input<typeof CreateStaffBooking>;

export const newBooking = (event: EventStaff): NewBooking => ({
  lines: event.ticketTypes.map(({ id }) => ({ ticketTypeId: id, quantity: 0, price: '' })),
  name: '',
  email: '',
  method: 'cash',
  couponCode: '',
  attendees: [],
  replies: {},
});

const typeOf = (event: EventStaff, id: string) => event.ticketTypes.find((type) => type.id === id);
const chosenOf = (draft: NewBooking) => draft.lines.filter(({ quantity }) => quantity > 0);

/** The event's questions about these tickets. Staff can leave them all out. */
export const askedOf = (draft: NewBooking, event: EventStaff): Asked => ({
  questions: event.questions.map((question) => ({ ...question, required: false })),
  places: placesOf(
    chosenOf(draft).map(({ ticketTypeId, quantity }) => {
      const { name = '', places = 1 } = typeOf(event, ticketTypeId) ?? {};
      return { ticketTypeId, name, tickets: quantity * places };
    }),
  ),
  names: event.attendeeNames === 'each',
});

/** Chosen types whose required type is missing: the public can't book them so. */
export function lackingOf(draft: NewBooking, event: EventStaff): { name: string; needs: string }[] {
  const here = new Set(chosenOf(draft).map(({ ticketTypeId }) => ticketTypeId));
  return event.ticketTypes.flatMap(({ id, name, requiresTypeId }) =>
    here.has(id) && requiresTypeId && !here.has(requiresTypeId)
      ? { name, needs: typeOf(event, requiresTypeId)?.name ?? '' }
      : [],
  );
}

function itemsOf(draft: NewBooking, event: EventStaff, faults: Faults): Input['items'] {
  return chosenOf(draft).map(({ ticketTypeId, quantity, price }) => {
    const isNamed = typeOf(event, ticketTypeId)?.payWhatYouWant && draft.method !== 'complimentary' && price.trim();
    if (!isNamed) return { ticketTypeId, quantity };
    const given = parseDecimal(price, event.currency);
    if (given === null) faults[`lines.${ticketTypeId}.price`] = 'amount';
    const unitPriceMinor = priceInside(given ?? 0, event);
    // An amount that only covers the fee would book the ticket for 0.
    if (given && unitPriceMinor === 0) faults[`lines.${ticketTypeId}.price`] = 'fee';
    return { ticketTypeId, quantity, unitPriceMinor };
  });
}

const codeOf = ({ couponCode, method }: NewBooking) =>
  couponCode.trim() && method !== 'complimentary' ? { couponCode: couponCode.trim() } : {};

/** The input of the quote; null while nothing can be priced. */
export function quoteRequestOf(draft: NewBooking, event: EventStaff): z.input<typeof QuoteStaffBooking> | null {
  const faults: Faults = {};
  const items = itemsOf(draft, event, faults);
  if (items.length === 0 || Object.keys(faults).length > 0) return null;
  return { items, method: draft.method, ...codeOf(draft) };
}

export function newBookingInputOf(draft: NewBooking, event: EventStaff): Read<Input> {
  const faults: Faults = {};
  const items = itemsOf(draft, event, faults);
  if (items.length === 0) faults.lines = 'lines';
  if (!draft.name.trim()) faults.name = 'required';
  if (!/^\S+@\S+$/.test(draft.email.trim())) faults.email = draft.email.trim() ? 'email' : 'required';
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const asked = askedOf(draft, event);
  // Tickets with a blank name carry the buyer's.
  const names = asked.places.map((_, at) => ({ name: draft.attendees[at]?.trim() || draft.name.trim() }));
  const answers = toAnswers(asked, draft.replies);
  const buyer = { name: draft.name.trim(), email: draft.email.trim() };
  return {
    ok: true,
    input: {
      items,
      buyer,
      method: draft.method,
      ...(asked.names && { attendees: names }),
      ...(answers.length > 0 && { answers }),
      ...codeOf(draft),
    },
  };
}
