import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStack, type Stack } from '../../../dev/stack.ts';
import { type ApiClient, openApiClient } from '../../testing/api-client.ts';
import { createDoorEvent } from '../../testing/door-event.ts';
import { openDoorSocket } from '../../testing/door-socket.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';

let stack: Stack;
let call: ApiClient;
beforeAll(async () => {
  stack = await startStack({ logConnections: true, bundleDir: process.env.EVERATO_TEST_BUNDLE });
  call = openApiClient(stack.url);
});
afterAll(() => stack?.stop());

const secret = () => stack.bindings.EVERATO_SECRET!;
const opened = () => stack.connectionsOf('everato-worker');

/** Postgres writes its log a moment later: a connection of our own, made afterwards, is the sign that it has. */
async function settled(): Promise<number> {
  const tools = stack.connectionsOf('everato-tools-marker');
  const client = new pg.Client({ connectionString: stack.databaseUrl, application_name: 'everato-tools-marker' });
  await client.connect();
  await client.end();
  await expect.poll(() => stack.connectionsOf('everato-tools-marker')).toBeGreaterThan(tools);
  return opened();
}

/** Other paths do open a connection, and it is counted. */
async function expectCounted(): Promise<void> {
  const before = await settled();
  await call('GET', `/events/${crypto.randomUUID()}`);
  expect(await settled()).toBeGreaterThan(before);
}

test('booking as a guest, and asking for the tickets left, opens no connection in the Worker', async () => {
  const { eventId, typeIds } = await createEventOnSale(stack.databaseUrl, { places: 5, secret: secret() });
  // An isolate that is new to the event asks once whether there is one.
  const nothing = { eventId, items: [{ ticketTypeId: crypto.randomUUID(), quantity: 1 }] };
  const first = { ...nothing, buyer: { name: 'Ada', email: 'ada@example.com' } };
  expect((await call('POST', '/bookings/create', { body: first })).json.error.code).toBe('unknown_ticket_type');
  const before = await settled();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => {
      const items = [{ ticketTypeId: typeIds[0], quantity: 1 }];
      const body = { eventId, items, buyer: { name: 'Ada', email: `ada${n}@example.com` } };
      return call('POST', '/bookings/create', { body, headers: { 'idempotency-key': crypto.randomUUID() } });
    }),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
  const left = (await call('GET', `/events/${eventId}/availability`)).json;
  expect(left).toMatchObject({ availability: 'sold_out', ticketTypes: [{ id: typeIds[0], left: 0 }] });
  expect(await settled()).toBe(before);
  await expectCounted();
});

test('a crowd on the list and an event’s page does not open a connection each', async () => {
  const { eventId } = await createEventOnSale(stack.databaseUrl, { secret: secret() });
  const { slug } = (await call('GET', `/events/${eventId}`)).json;
  const look = async (path: string) => {
    const response = await fetch(stack.url + path);
    expect([path, response.status]).toEqual([path, 200]);
    return response.text();
  };
  const pages = ['/', `/events/${slug}`];
  for (const path of pages) await look(path);
  const before = await settled();
  const startedAt = Date.now();
  await Promise.all(Array.from({ length: 100 }, () => pages.map(look)).flat());
  // A connection for each page in every second at most: what is remembered is renewed by one request for all.
  const renewals = pages.length * (Math.ceil((Date.now() - startedAt) / 1000) + 1);
  expect((await settled()) - before).toBeLessThanOrEqual(renewals * 2);
  await expectCounted();
});

test('scans over the socket open no connection in the Worker', async () => {
  const event = await createDoorEvent(stack.databaseUrl, secret(), { tickets: { General: 20 } });
  const before = await settled();
  const socket = await openDoorSocket({ url: stack.url, secret: secret() }, event.id);
  await socket.next('snapshot');
  const verdicts = await Promise.all(event.tickets.map(({ code }) => socket.scan({ code })));
  expect(verdicts.map((verdict) => 'result' in verdict && verdict.result)).toEqual(event.tickets.map(() => 'admitted'));
  socket.close();
  expect(await settled()).toBe(before);
  await expectCounted();
});
