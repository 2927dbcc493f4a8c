import type { BookingView } from '#contract/booking/booking.ts';
import { api, ask, type Answer, type Refused } from '$lib/api';
import { readSecret } from '$lib/secret';

const client = (id: string, idempotencyKey?: string) =>
  api({ token: readSecret('booking', id), idempotencyKey }).bookings[':id'];

/** Uses the link's secret where there is one, else the signed-in account. */
export function loadBooking(id: string): Promise<Answer<BookingView>> {
  return ask(client(id).$get({ param: { id } })) as Promise<Answer<BookingView>>;
}

/** Returns where to pay, or why not. Repeats the booking's open payment, so a second click does no harm. */
export async function startPayment(id: string) {
  return ask(api({ token: readSecret('booking', id) }).payments.create.$post({ json: { bookingId: id } }));
}

/** Null when it is cancelled. The payment is refunded as the event's policy says. */
export async function cancelBooking(id: string): Promise<Refused | null> {
  const answer = await ask(client(id).$delete({ param: { id } }));
  return answer.ok ? null : answer;
}

/** Holds the same places again after expiry; a repeated request returns the same booking. */
export function holdAgain(id: string) {
  return ask(client(id, `again-${id}`).again.$post({ param: { id } }));
}

/** All answers, replacing the earlier ones. */
export function changeAnswers(id: string, answers: { questionId: string; place: number | null; value: string }[]) {
  return ask(client(id).answers.$put({ param: { id }, json: { answers } }));
}

/** Accepts the waiting list's offer. */
export function takeOffer(
  id: string,
  given: {
    attendees?: { name: string }[];
    answers?: { questionId: string; place: number | null; value: string }[];
    method: 'stripe' | 'at_door';
  },
) {
  return ask(client(id).complete.$post({ param: { id }, json: given }));
}
