import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { StaffRole } from '#domain/account/permission.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { createAccounts } from './accounts.ts';
import { openDatabase, type Db } from '../client.ts';
import { createStaffStore } from './staff-store.ts';

const adminUrl = inject('postgresAdminUrl');
const parts = { clock: systemClock, ids: systemIds, baseUrl: 'https://everato.example' };
let url: string;
let db: Db;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 4 });
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

const staff = () => createStaffStore(() => db, parts);
const passwords = { hash: async (password: string) => password, verify: async (a: string, b: string) => a === b };
const accounts = () => createAccounts(() => db, { baseUrl: parts.baseUrl, secret: 'a secret', passwords }, parts);
const query = async (text: string, ...values: unknown[]) => (await db.$client.query(text, values)).rows;
const invite = (email: string, role: StaffRole) =>
  staff().invite({ name: 'Sam', email, role }, () => ({ ok: true }), { userId: null, name: 'Kim' });
const mailsTo = async (email: string) =>
  (await query('select kind from outbox where recipient = $1 order by id', email)).map(({ kind }) => kind);

async function account(email: string, password: string): Promise<string> {
  const id = v7();
  await query(`insert into users (id, name, email, email_verified) values ($1, 'Ada', $2, true)`, id, email);
  await query(
    `insert into sign_in_methods (id, user_id, account_id, provider_id, password) values ($1, $2, $3, 'credential', $4)`,
    ...[v7(), id, id, password],
  );
  return id;
}

test('staff are not invited twice, however the case of their address', async () => {
  expect(await invite('sam@example.com', 'editor')).toMatchObject({ ok: true, member: { role: 'editor' } });
  const before = await query('select * from users');
  for (const email of ['sam@example.com', 'SAM@Example.com'])
    expect(await invite(email, 'admin')).toEqual({ ok: false, code: 'email_taken' });
  expect(await query('select * from users')).toEqual(before);
  expect(await mailsTo('sam@example.com')).toEqual(['staff_invitation']);
  // An account that only buys becomes staff.
  await account('buyer@example.com', 'a long password');
  expect(await invite('buyer@example.com', 'door_crew')).toMatchObject({ ok: true, member: { role: 'door_crew' } });
});

test('an address that another account confirmed while its link was on its way stays that account’s', async () => {
  const password = 'a long password';
  const ada = await account('ada@example.com', password);
  const wanted = { newEmail: 'Countess@example.com', password };
  expect(await accounts().requestAddressChange(ada, wanted)).toEqual({ ok: true });
  const [mail] = await query(`select payload->>'url' as url from outbox where recipient = 'countess@example.com'`);
  const token = (mail!.url as string).split('#')[1]!;
  const other = await account('COUNTESS@example.com', password);
  expect(await accounts().confirmAddress(ada, token)).toEqual({ ok: false, code: 'email_taken' });
  expect(await query('select id, email from users where id = any($1) order by id', [ada, other])).toEqual([
    { id: ada, email: 'ada@example.com' },
    { id: other, email: 'COUNTESS@example.com' },
  ]);
});

test('a link to confirm an address works once, for its own account, and not beside a wrong password', async () => {
  const password = 'a long password';
  const ada = await account('a@example.com', password);
  const eve = await account('e@example.com', password);
  const ask = (newEmail: string, given: string) => accounts().requestAddressChange(ada, { newEmail, password: given });
  expect(await ask('new@example.com', 'a wrong password')).toEqual({ ok: false, code: 'wrong_credentials' });
  expect(await mailsTo('new@example.com')).toEqual([]);
  await ask('new@example.com', password);
  const [mail] = await query(`select payload->>'url' as url from outbox where recipient = 'new@example.com'`);
  const token = (mail!.url as string).split('#')[1]!;
  expect(await accounts().confirmAddress(eve, token)).toEqual({ ok: false, code: 'link_invalid' });
  expect(await accounts().confirmAddress(ada, token)).toEqual({ ok: true });
  expect(await accounts().confirmAddress(ada, token)).toEqual({ ok: false, code: 'link_invalid' });
  expect(await query('select email, email_verified from users where id = $1', ada)).toEqual([
    { email: 'new@example.com', email_verified: true },
  ]);
});

/** Two accounts open their links to one address: both have looked whether it is taken before either writes. */
async function confirmTogether(address: string) {
  const confirmations: { userId: string; token: string }[] = [];
  for (const name of ['one', 'other']) {
    const userId = await account(`${name}.${address}`, 'a long password');
    await accounts().requestAddressChange(userId, { newEmail: address, password: 'a long password' });
    const [mail] = await query(
      `select payload->>'url' as url from outbox where recipient = $1 order by created_at desc limit 1`,
      address,
    );
    confirmations.push({ userId, token: (mail!.url as string).split('#')[1]! });
  }
  const blocker = new pg.Client(url);
  await blocker.connect();
  await blocker.query('begin; lock table users in share mode');
  const outcomes = confirmations.map(({ userId, token }) => accounts().confirmAddress(userId, token));
  const waiting = `select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await query(waiting))[0].n).toBe(2);
  await blocker.query('commit');
  await blocker.end();
  const answers = (await Promise.all(outcomes)).map((outcome) => (outcome.ok ? 'confirmed' : outcome.code)).sort();
  const holders = await query('select count(*)::int as n from users where email = $1 and email_verified', address);
  return { answers, holders: holders[0].n };
}

test('of two accounts that confirm one address at the same time one has it, and the other is told that it is taken', async () => {
  expect(await confirmTogether('wanted@example.com')).toEqual({ answers: ['confirmed', 'email_taken'], holders: 1 });
});

test('control: without the address’s unique index both have it', async () => {
  const [{ definition }] = await query(`select pg_get_indexdef('users_email'::regclass) as definition`);
  await query('drop index users_email');
  expect(await confirmTogether('shared@example.com')).toEqual({ answers: ['confirmed', 'confirmed'], holders: 2 });
  await query(`delete from users where email = 'shared@example.com'`);
  await query(definition);
});
