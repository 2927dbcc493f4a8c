import type { BookingCreated } from '#contract/booking/booking.ts';
import type { EventForSale } from './event-on-sale.ts';

export interface BookingRequest {
  key: string;
  quantity: number;
  email: string;
}

export interface Reply {
  status: number;
  code: string | null;
  created: BookingCreated | null;
}

export async function book(url: string, { eventId, typeIds }: EventForSale, request: BookingRequest): Promise<Reply> {
  const { key, quantity, email } = request;
  const items = [{ ticketTypeId: typeIds[0], quantity }];
  const response = await fetch(`${url}/api/v1/bookings/create`, {
    method: 'POST',
    body: JSON.stringify({ eventId, items, buyer: { name: 'Ada Lovelace', email } }),
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
  });
  const answer = (await response.json()) as BookingCreated & { error?: { code: string } };
  const { status } = response;
  return { status, code: answer.error?.code ?? null, created: status === 201 ? answer : null };
}

/** Retries with the same key while the server is gone or unsure, as a good client does. */
export async function bookPatiently(
  url: string,
  event: EventForSale,
  request: BookingRequest,
): Promise<Reply & { asked: number }> {
  for (let asked = 1; ; asked++) {
    const reply = await book(url, event, request).catch(() => null);
    if (reply && reply.status !== 503) return { ...reply, asked };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
