import type { z } from 'zod';
import type { AddGuests } from '#contract/booking/guest-list.ts';
import { api, ask } from '$lib/api.ts';

const at = (id: string) => ({ param: { id } });

export const guestList = {
  list: (eventId: string, fetch?: typeof globalThis.fetch) =>
    ask(api({ fetch }).events[':id']['guest-list'].$get(at(eventId))),
  add: (eventId: string, idempotencyKey: string, json: z.input<typeof AddGuests>) =>
    ask(api({ idempotencyKey }).events[':id']['guest-list'].$post({ ...at(eventId), json })),
  remove: (bookingId: string) => ask(api().bookings[':id'].$delete(at(bookingId))),
};
