import { z } from 'zod';
import { Id, PersonName, Time, listOf } from '../field.ts';

/** The maximum number of companions per guest. */
export const MOST_PLUS = 50;

export const NewGuest = z.object({
  // Leaves room for ` +50` behind it, on the tickets of companions.
  name: PersonName.max(110),
  plus: z.int().min(0).max(MOST_PLUS).default(0),
});
/** All of them, or none where capacity is short. */
export const AddGuests = z
  .object({ ticketTypeId: Id, guests: z.array(NewGuest).min(1).max(500) })
  .meta({ id: 'AddGuests' });
export const GuestsAdded = z
  .object({
    bookings: z.array(z.object({ id: Id, reference: z.string(), name: z.string(), tickets: z.int() })),
  })
  .meta({ id: 'GuestsAdded' });

/** A name on the guest list, with companions. */
export const ListedGuest = z
  .object({
    bookingId: Id,
    reference: z.string(),
    name: z.string(),
    typeName: z.string(),
    tickets: z.int(),
    /** How many of them are checked in. */
    entered: z.int(),
    createdAt: Time,
  })
  .meta({ id: 'ListedGuest' });
export type ListedGuest = z.infer<typeof ListedGuest>;
export const GuestListing = listOf(ListedGuest)
  .extend({
    /** Of the whole list. */
    totals: z.object({ guests: z.int(), places: z.int(), entered: z.int() }),
  })
  .meta({ id: 'GuestListing' });
