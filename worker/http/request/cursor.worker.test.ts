import { v7 } from 'uuid';
import { beforeAll, expect, test } from 'vitest';
import { createEventOnSale, type EventForSale } from '../../testing/event-on-sale.ts';
import { openStaffedStack } from '../../testing/staffed-stack.ts';

const staffed = openStaffedStack();
let event: EventForSale;
beforeAll(async () => {
  event = await createEventOnSale(staffed.stack.databaseUrl, {
    secret: staffed.secret,
    types: [{ priceMinor: 3000 }, { priceMinor: 0 }],
    coupons: ['ONE', 'TWO', 'THREE'].map((code) => ({ code, kind: 'percent', value: 500 })),
  });
});

const ask = async (method: string, path: string, body?: object) => {
  const headers = { 'idempotency-key': v7() };
  const answer = await staffed.api(method, path, { cookie: staffed.cookie, body, headers });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.json;
};

/** The whole list, and the same list one row at a time. */
async function walk(path: string) {
  const whole = await ask('GET', path);
  const parts: unknown[][] = [];
  for (let cursor = ''; ;) {
    const { items, nextCursor } = await ask('GET', `${path}?limit=1${cursor && `&cursor=${cursor}`}`);
    parts.push(items);
    if (nextCursor === null) return { whole, parts };
    cursor = nextCursor;
  }
}

async function expectParts(path: string, length: number) {
  const { whole, parts } = await walk(path);
  expect([path, whole.items.length, whole.nextCursor]).toEqual([path, length, null]);
  expect(parts).toEqual(whole.items.map((one: unknown) => [one]));
  const refused = await staffed.api('GET', `${path}?cursor=nothing`, { cookie: staffed.cookie });
  expect([refused.status, refused.json.error.details.fields[0].path]).toEqual([400, 'cursor']);
  return whole;
}

test('the coupons and the guest list of an event come in parts, in the same order', async () => {
  await expectParts(`/events/${event.eventId}/coupons`, 3);
  const guests = ['Émilie', 'ada', 'Ada', 'Grace'].map((name, plus) => ({ name, plus }));
  await ask('POST', `/events/${event.eventId}/guest-list`, { ticketTypeId: event.typeIds[1], guests });
  const listed = await expectParts(`/events/${event.eventId}/guest-list`, 4);
  expect(listed.totals).toEqual({ guests: 4, places: 10, entered: 0 });
});

test('the receipts of a booking and the refunds of a payment come in parts; what is left counts all of them', async () => {
  const { booking } = await ask('POST', `/events/${event.eventId}/bookings`, {
    items: [{ ticketTypeId: event.typeIds[0], quantity: 1 }],
    buyer: { name: 'Ada', email: 'ada@example.com' },
    method: 'cash',
  });
  const { id: paymentId } = (await ask('GET', `/bookings/${booking.id}`)).payments[0];
  for (const amountMinor of [100, 200, 300])
    await ask('POST', `/payments/${paymentId}/refunds`, { amountMinor, reason: 'Rain' });
  await expectParts(`/bookings/${booking.id}/receipts`, 4);
  await expectParts(`/payments/${paymentId}/refunds`, 3);
  const part = await ask('GET', `/payments/${paymentId}/refunds?limit=1`);
  expect(part.available.amount).toBe(2400);
});
