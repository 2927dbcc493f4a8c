import { sql } from 'drizzle-orm';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { OutboxMessage } from '#domain/mail/message.ts';
import { MAIL_LANE, type LaneRule } from '#domain/mail/outbox-lane.ts';
import { drainOutbox } from '../../usecases/mail/drain-outbox.ts';
import { openDatabase, type Db } from '../client.ts';
import { createOutbox, insertOutbox, type LeasedRow } from './outbox-store.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: Db;
beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 8 });
});
beforeEach(() => db.execute('delete from outbox'));
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

const log = { info: () => {}, warn: () => {}, error: () => {} };
type Over = Partial<Pick<OutboxMessage, 'recipient' | 'locale' | 'eventId' | 'bookingId'>>;
const row = (over: Over = {}): OutboxMessage => ({
  id: v7(),
  lane: 'mail',
  kind: 'verify_address',
  payload: { name: 'Kim', url: 'https://example.com' },
  recipient: 'kim@example.com',
  ...over,
});
const outbox = () => createOutbox(() => db);
const drain = (
  work: (leased: LeasedRow<'mail'>) => ReturnType<Parameters<typeof drainOutbox>[2]>,
  rule: LaneRule<'mail'> = MAIL_LANE,
) => drainOutbox({ outbox: outbox(), log, random: () => 0 }, rule, work);
const states = async () => (await outbox().listMail({ eventIds: null, limit: 1000 })).map((entry) => entry.state);

test('rows are written by a pg client and by drizzle alike, and are rolled back with their transaction', async () => {
  const client = new pg.Client(url);
  await client.connect();
  await insertOutbox(client, [row(), row({ locale: 'de' })]);
  await client.query('begin');
  await insertOutbox(client, [row()]);
  await client.query('rollback');
  await client.end();
  await db.transaction((tx) => insertOutbox(tx, [row({ recipient: null })]));
  await db
    .transaction(async (tx) => {
      await insertOutbox(tx, [row()]);
      throw new Error('no');
    })
    .catch(() => {});
  const leased = await outbox().lease('mail', 10, 1000);
  expect(
    leased.map(
      (found) =>
        'message' in found && {
          locale: found.locale,
          recipient: found.recipient,
          payload: found.message.payload,
          attempts: found.attempts,
        },
    ),
  ).toEqual(
    expect.arrayContaining([
      { locale: 'en', recipient: 'kim@example.com', payload: row().payload, attempts: 1 },
      { locale: 'de', recipient: 'kim@example.com', payload: row().payload, attempts: 1 },
      { locale: 'en', recipient: null, payload: row().payload, attempts: 1 },
    ]),
  );
  expect(leased).toHaveLength(3);
});

test('four postmen at the same time send 200 emails exactly once each', async () => {
  const rows = Array.from({ length: 200 }, () => row());
  await outbox().insert(rows);
  const sent: string[] = [];
  const work = async (leased: LeasedRow<'mail'>) => {
    sent.push(leased.id);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return { ok: true } as const;
  };
  await Promise.all([drain(work), drain(work), drain(work), drain(work)]);
  expect(sent.sort()).toEqual(rows.map(({ id }) => id).sort());
  expect(new Set(await states())).toEqual(new Set(['sent']));
});

test('an email whose postman died is sent by another after the lease ends, and not before', async () => {
  await outbox().insert([row()]);
  const [lost] = await outbox().lease('mail', 1, 60_000);
  expect(await outbox().lease('mail', 1, 60_000)).toEqual([]);
  expect(await outbox().nextDueInMs([])).toBeNull();
  expect(await outbox().nextDueInMs(['mail'])).toBeGreaterThan(50_000);
  await db.execute(`update outbox set leased_until = now() - interval '1 second'`);
  expect(await outbox().nextDueInMs(['mail'])).toBe(0);
  const sent: string[] = [];
  await drain(async (leased) => {
    sent.push(leased.id);
    return { ok: true };
  });
  expect(sent).toEqual([lost?.id]);
});

test('a postman that lost its lease can’t requeue an email that another has sent or is sending', async () => {
  await outbox().insert([row()]);
  const [slow] = await outbox().lease('mail', 1, 0);
  const [quick] = await outbox().lease('mail', 1, 60_000);
  await outbox().putBack(slow!, 'too slow', 1000);
  await outbox().markFailed(slow!, 'too slow');
  expect(await outbox().findMail(quick!.id)).toMatchObject({ state: 'pending', lastError: null });
  await outbox().markSent(quick!);
  await outbox().putBack(slow!, 'too slow', 1000);
  expect(await outbox().findMail(quick!.id)).toMatchObject({ state: 'sent', lastError: null });
});

test('an invalid address fails for good, an absent server is tried later, and neither holds up the others', async () => {
  const [dead, away, buggy, fine] = ['dead', 'away', 'buggy', 'fine'].map((name) => row({ recipient: name }));
  await outbox().insert([dead!, away!, buggy!, fine!]);
  await drain(async ({ recipient }) => {
    if (recipient === 'dead') return { ok: false, again: false, why: 'no such user' };
    if (recipient === 'away') return { ok: false, again: true, why: 'no answer' };
    if (recipient === 'buggy') throw new Error('bug');
    return { ok: true };
  });
  const state = async (id: string) => {
    const entry = await outbox().findMail(id);
    return [entry?.state, entry?.attempts, entry?.lastError];
  };
  expect(await state(dead!.id)).toEqual(['failed', 1, 'no such user']);
  expect(await state(away!.id)).toEqual(['pending', 1, 'no answer']);
  expect(await state(buggy!.id)).toEqual(['pending', 1, 'Something went wrong on our side; the log has the details.']);
  expect(await state(fine!.id)).toEqual(['sent', 1, null]);
  const next = await outbox().nextDueInMs(['mail']);
  expect(next).toBeGreaterThan(50_000);
  expect(next).toBeLessThanOrEqual(60_000);
});

test('after the last attempt fails an email is left to staff, who can send it again', async () => {
  const mail = row();
  await outbox().insert([mail]);
  await db.execute(`update outbox set attempts = ${MAIL_LANE.attempts - 1}`);
  await drain(async () => ({ ok: false, again: true, why: 'no answer' }));
  expect(await outbox().findMail(mail.id)).toMatchObject({ state: 'failed', attempts: MAIL_LANE.attempts });
  expect(await outbox().resend(mail.id, v7())).toMatchObject({ id: mail.id, state: 'pending', attempts: 0 });
  await drain(async () => ({ ok: true }));
  expect(await states()).toEqual(['sent']);
});

test('an overtaken email is neither sent nor failed, and is checked again on a resend', async () => {
  const mail = row();
  await outbox().insert([mail]);
  await drain(async () => ({ ok: false, again: false, overtaken: true, why: 'The booking is cancelled by now.' }));
  const overtaken = { id: mail.id, state: 'overtaken', attempts: 1, lastError: 'The booking is cancelled by now.' };
  expect(await outbox().findMail(mail.id)).toMatchObject({ ...overtaken, nextAttemptAt: null, sentAt: null });
  const listed = (state: 'failed' | 'overtaken') => outbox().listMail({ eventIds: null, limit: 10, state });
  expect([(await listed('failed')).length, (await listed('overtaken')).length]).toEqual([0, 1]);
  expect(await outbox().nextDueInMs(['mail'])).toBeNull();
  expect(await outbox().resend(mail.id, v7())).toMatchObject({ id: mail.id, state: 'pending', lastError: null });
  await drain(async () => ({ ok: true }));
  expect(await states()).toEqual(['sent']);
});

test('a sent email is resent as a new message, so that no server takes it for a repeat', async () => {
  const mail = row();
  await outbox().insert([mail]);
  await drain(async () => ({ ok: true }));
  const again = v7();
  expect(await outbox().resend(mail.id, again)).toMatchObject({
    id: again,
    state: 'pending',
    recipient: mail.recipient,
  });
  expect(await states()).toEqual(['pending', 'sent']);
  expect(await outbox().resend(v7(), v7())).toBeNull();
});

test('lanes do not take each other’s rows, and only emails are listed', async () => {
  const payload = { refundId: v7() };
  await outbox().insert([{ id: v7(), lane: 'stripe', kind: 'refund', payload }, row()]);
  expect(await outbox().lease('stripe', 10, 1000)).toMatchObject([{ message: { kind: 'refund', payload } }]);
  expect(await states()).toEqual(['pending']);
  expect(await outbox().nextDueInMs(['mail'])).toBe(0);
});

test('pages of the list follow one another without gaps, and staff of one event see only its emails', async () => {
  const { rows: made } = await db.$client.query(
    `insert into events (id, slug, title, starts_at, ends_at, time_zone, currency)
     values (gen_random_uuid(), 'one', 'One', now(), now() + interval '1 hour', 'UTC', 'EUR') returning id`,
  );
  const eventId = made[0].id as string;
  const rows = Array.from({ length: 7 }, (_, index) => row({ eventId: index % 2 ? eventId : null }));
  await outbox().insert(rows);
  const ids: string[] = [];
  for (let after: string | undefined; ; after = ids.at(-1)) {
    const page = await outbox().listMail({ eventIds: null, limit: 3, after });
    ids.push(...page.map(({ id }) => id));
    if (page.length < 3) break;
  }
  expect(ids).toEqual(
    rows
      .map(({ id }) => id)
      .sort()
      .reverse(),
  );
  const theirs = await outbox().listMail({ eventIds: [eventId], limit: 10 });
  expect(theirs.map((entry) => entry.eventId)).toEqual([eventId, eventId, eventId]);
  expect(await outbox().listMail({ eventIds: [], limit: 10 })).toEqual([]);
});

test('a row that this version can’t read fails with its reason, and the lane goes on', async () => {
  const known = row();
  const unknown = row();
  await outbox().insert([unknown, known]);
  await db.execute(sql`update outbox set kind = 'horoscope' where id = ${unknown.id}`);
  const sent: string[] = [];
  await drain(async (leased) => {
    sent.push(leased.id);
    return { ok: true };
  });
  expect(sent).toEqual([known.id]);
  expect(await outbox().findMail(unknown.id)).toMatchObject({
    state: 'failed',
    lastError: 'This version knows no message of the kind horoscope.',
  });
});
