import type { BookingView } from '$contract/booking';
import { api, ask, type Answer } from '$lib/api';
import { readSecret } from '$lib/secret';

/** By the link's secret where there is one, else as whoever is signed in. */
export function loadBooking(id: string): Promise<Answer<BookingView>> {
  return ask(api({ token: readSecret('booking', id) }).bookings[':id'].$get({ param: { id } })) as Promise<
    Answer<BookingView>
  >;
}

/** Where to pay, or why not. The same booking's open payment is answered again, so a second click does no harm. */
export async function startPayment(id: string) {
  return ask(api({ token: readSecret('booking', id) }).payments.create.$post({ json: { bookingId: id } }));
}
