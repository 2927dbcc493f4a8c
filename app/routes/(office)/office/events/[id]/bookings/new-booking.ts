import type { z } from 'zod';
import type { CreateStaffBooking } from '$contract/booking.ts';
import type { EventStaff } from '$contract/event.ts';
import { parseDecimal } from '../../../../../../../worker/domain/money.ts';

/** A booking that staff make, as its form holds it. */
export interface NewBooking {
  /** Per ticket type: how many, and what is given for each where the price is free to choose. */
  lines: { ticketTypeId: string; quantity: number; price: string }[];
  name: string;
  email: string;
  method: z.input<typeof CreateStaffBooking>['method'];
  couponCode: string;
  /** One per ticket, where the event asks for names. */
  attendees: string[];
}
/** `lines`, `name`, `email`, `price.<ticketTypeId>` or `attendees.<index>` → which message. */
export type NewBookingFaults = Record<string, 'required' | 'email' | 'amount' | 'lines'>;
type Input = z.input<typeof CreateStaffBooking>;

export const newBooking = (event: EventStaff): NewBooking => ({
  lines: event.ticketTypes.map(({ id }) => ({ ticketTypeId: id, quantity: 0, price: '' })),
  name: '',
  email: '',
  method: 'cash',
  couponCode: '',
  attendees: [],
});

/** How many tickets it makes: a bundle makes several. */
export const ticketsOf = (draft: NewBooking, event: EventStaff): number =>
  draft.lines.reduce((sum, line) => sum + line.quantity * (typeOf(event, line.ticketTypeId)?.places ?? 1), 0);

const typeOf = (event: EventStaff, id: string) => event.ticketTypes.find((type) => type.id === id);

export function newBookingInputOf(
  draft: NewBooking,
  event: EventStaff,
): { ok: true; input: Input } | { ok: false; faults: NewBookingFaults } {
  const faults: NewBookingFaults = {};
  const chosen = draft.lines.filter(({ quantity }) => quantity > 0);
  if (chosen.length === 0) faults.lines = 'lines';
  const items = chosen.map(({ ticketTypeId, quantity, price }) => {
    const isNamed = typeOf(event, ticketTypeId)?.payWhatYouWant && draft.method !== 'complimentary' && price.trim();
    if (!isNamed) return { ticketTypeId, quantity };
    const unitPriceMinor = parseDecimal(price, event.currency);
    if (unitPriceMinor === null) faults[`price.${ticketTypeId}`] = 'amount';
    return { ticketTypeId, quantity, unitPriceMinor };
  });
  if (!draft.name.trim()) faults.name = 'required';
  if (!/^\S+@\S+$/.test(draft.email.trim())) faults.email = draft.email.trim() ? 'email' : 'required';
  const asksNames = event.attendeeNames === 'each';
  const names = asksNames ? draft.attendees.slice(0, ticketsOf(draft, event)) : [];
  // Staff may leave names open: then the tickets carry the buyer's.
  const attendees = names.map((name) => ({ name: name.trim() || draft.name.trim() }));
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const couponCode = draft.couponCode.trim();
  const buyer = { name: draft.name.trim(), email: draft.email.trim() };
  return {
    ok: true,
    input: {
      ...{ items, buyer, method: draft.method },
      ...(attendees.length > 0 && { attendees }),
      ...(couponCode && { couponCode }),
    },
  };
}
