import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../dev/stack.ts';
import { insertOutbox } from '../worker/db/mail/outbox-store.ts';
import type { OutboxMessage } from '#domain/mail/message.ts';

let stack: Stack;
let client: pg.Client;
beforeAll(async () => {
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), mailbox: true });
  client = new pg.Client(stack.databaseUrl);
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await stack?.stop();
});

const row = (recipient: string): OutboxMessage => ({
  id: v7(),
  lane: 'mail',
  kind: 'verify_address',
  payload: { name: 'Kim', url: 'https://example.com/verify#x' },
  recipient,
});
const beat = () =>
  fetch(`${stack.url}/internal/heartbeat`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${stack.bindings.HEARTBEAT_TOKEN}` },
  });
const addressed = (to: string) => stack.mailbox!.waitFor((message) => message.to.includes(to));
async function untilSettled(id: string) {
  for (;;) {
    const { rows } = await client.query('select state, attempts, last_error from outbox where id = $1', [id]);
    if (rows[0].attempts > 0 && (rows[0].state !== 'pending' || rows[0].last_error)) return rows[0];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a row in the outbox becomes an email, sent once, by the room in the built Worker', async () => {
  const rows = Array.from({ length: 30 }, (_, index) => row(`guest${index}@example.org`));
  await insertOutbox(client, rows);
  expect((await beat()).ok).toBe(true);
  for (const { id } of rows) expect(await untilSettled(id)).toMatchObject({ state: 'sent', attempts: 1 });
  const mine = (await stack.mailbox!.messages()).filter((message) => message.to[0]?.startsWith('guest'));
  expect(mine).toHaveLength(30);
  const [message] = mine;
  expect(message).toMatchObject({ subject: 'Confirm your email address', from: 'tickets@example.com' });
});

test('an email that was being sent when the Worker was killed is sent after its lease', async () => {
  const lost = row('lost@example.org');
  await insertOutbox(client, [lost]);
  // As a room leaves it that dies between leasing a row and sending it.
  await client.query(`update outbox set attempts = 1, leased_until = now() + interval '2 seconds' where id = $1`, [
    lost.id,
  ]);
  await beat();
  await stack.worker.kill();
  await stack.worker.start();
  await beat();
  await addressed('lost@example.org');
  expect(await untilSettled(lost.id)).toMatchObject({ state: 'sent', attempts: 2 });
});

test('an email that can’t be rendered says so, and the next one is sent', async () => {
  const odd: OutboxMessage = {
    id: v7(),
    lane: 'mail',
    kind: 'booking_confirmed',
    payload: {},
    recipient: 'odd@example.org',
  };
  const next = row('next@example.org');
  await insertOutbox(client, [odd, next]);
  await beat();
  await addressed('next@example.org');
  expect(await untilSettled(odd.id)).toMatchObject({ state: 'failed', last_error: 'The booking is gone.' });
});
