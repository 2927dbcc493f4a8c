import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Message } from '../../../dev/mail-message.ts';
import { type Stack, startStack } from '../../../dev/stack.ts';
import { type ApiAnswer, type ApiClient, cookiesOf, openApiClient } from '../../testing/api-client.ts';
import { signIn as signInAs } from '../../testing/signed-in.ts';

let stack: Stack;
let db: pg.Pool;
let call: ApiClient;

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, mailbox: true });
  db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  call = openApiClient(stack.url);
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

const PASSWORD = 'correct horse battery';
const code = ({ status, json }: ApiAnswer) => [status, json?.error?.code];
const newAddress = () => `ada.${crypto.randomUUID()}@example.com`;
const post = (path: string, body: object, cookie?: string) => call('POST', `/auth${path}`, { body, cookie });
const register = (email: string, password = PASSWORD) => post('/sign-up/email', { name: 'Ada', email, password });
const signIn = (email: string, password = PASSWORD, client = '') =>
  call('POST', '/auth/sign-in/email', { body: { email, password }, headers: { 'cf-connecting-ip': client } });
const me = (cookie: string) => call('GET', '/auth/me', { cookie });
const mailTo = (email: string, link: RegExp) =>
  stack.mailbox!.waitFor((message) => message.to.includes(email) && link.test(message.text), 30_000);
const tokenIn = (message: Message, link: RegExp) => link.exec(message.text)![1]!;
const VERIFY = /\/verify#([\w-]+)/;
const JOIN = /\/join#([\w-]+)/;
const RESET = /\/reset#([\w-]+)/;

async function signedUp(): Promise<{ email: string; cookie: string }> {
  const email = newAddress();
  expect((await register(email)).status).toBe(200);
  return { email, cookie: cookiesOf(await signIn(email)) };
}

test('a person registers and confirms the address with the emailed link in their own session, once', async () => {
  const { email, cookie } = await signedUp();
  const other = await signedUp();
  expect((await me(cookie)).json).toMatchObject({ email, emailVerified: false, role: 'attendee', permissions: [] });
  const token = tokenIn(await mailTo(email, VERIFY), VERIFY);
  const verify = (who?: string) => post('/verify-email', { token }, who).then(code);
  expect(await verify()).toEqual([401, 'not_signed_in']);
  expect(await verify(other.cookie)).toEqual([422, 'link_invalid']);
  expect((await me(cookie)).json.emailVerified).toBe(false);
  expect(await verify(cookie)).toEqual([200, undefined]);
  expect((await me(cookie)).json.emailVerified).toBe(true);
  expect(await verify(cookie)).toEqual([422, 'link_invalid']);
  expect((await me(other.cookie)).json.emailVerified).toBe(false);
});

test('a link that is a day old confirms nothing', async () => {
  const { email, cookie } = await signedUp();
  const token = tokenIn(await mailTo(email, VERIFY), VERIFY);
  const { rows } = await db.query<{ hours: number }>(
    `select extract(epoch from expires_at - now()) / 3600 as hours from verifications where value like $1`,
    [`%${email}%`],
  );
  expect(Number(rows[0]!.hours)).toBeCloseTo(24, 0);
  await db.query(`update verifications set expires_at = now() - interval '1 second' where value like $1`, [
    `%${email}%`,
  ]);
  expect(code(await post('/verify-email', { token }, cookie))).toEqual([422, 'link_invalid']);
});

test('no one learns whether an address has an account; its owner does', async () => {
  const { email } = await signedUp();
  const known = await register(email.toUpperCase(), 'another password');
  const fresh = await register(newAddress());
  expect([known.status, known.json, cookiesOf(known)]).toEqual([fresh.status, fresh.json, cookiesOf(fresh)]);
  await stack.mailbox!.waitFor((message) => message.to.includes(email) && /\/sign-in/.test(message.text), 30_000);
  expect((await signIn(email)).status).toBe(200);
  const reset = await Promise.all([email, newAddress()].map((one) => post('/request-password-reset', { email: one })));
  expect(reset[0]!.json).toEqual(reset[1]!.json);
  expect(code(await signIn(email, 'wrong password'))).toEqual(code(await signIn(newAddress(), 'wrong password')));
});

test('a wrong password opens nothing, and neither does a weak one', async () => {
  const { email } = await signedUp();
  for (const password of ['wrong password', PASSWORD.toUpperCase(), `${PASSWORD} `]) {
    const answer = await signIn(email, password);
    expect([...code(answer), cookiesOf(answer)]).toEqual([401, 'wrong_credentials', '']);
  }
  expect((await signIn(email.toUpperCase())).status).toBe(200);
  expect(code(await register(newAddress(), 'short'))).toEqual([422, 'weak_password']);
});

test('a new password by the emailed link ends every session, and the link works once', async () => {
  const { email, cookie } = await signedUp();
  const second = cookiesOf(await signIn(email));
  expect((await post('/request-password-reset', { email })).status).toBe(200);
  const token = tokenIn(await mailTo(email, RESET), RESET);
  const reset = (newPassword: string) => post('/reset-password', { token, newPassword });
  expect(code(await reset('short'))).toEqual([422, 'weak_password']);
  expect((await reset('a whole new password')).status).toBe(200);
  for (const old of [cookie, second]) expect(code(await me(old))).toEqual([401, 'session_expired']);
  expect(code(await signIn(email))).toEqual([401, 'wrong_credentials']);
  expect((await signIn(email, 'a whole new password')).status).toBe(200);
  expect(code(await reset('yet another password'))).toEqual([422, 'link_invalid']);
});

test('a changed password and a changed address end every link that was mailed before', async () => {
  const { email, cookie } = await signedUp();
  const seen = new Set<string>();
  const resetToken = async (to: string) => {
    expect((await post('/request-password-reset', { email: to })).status).toBe(200);
    const isNew = (message: Message) => !seen.has(RESET.exec(message.text)?.[1] ?? '');
    const found = await stack.mailbox!.waitFor(
      (message) => message.to.includes(to) && RESET.test(message.text) && isNew(message),
      30_000,
    );
    const token = tokenIn(found, RESET);
    seen.add(token);
    return token;
  };
  const isOpen = async (token: string) => {
    const { rows } = await db.query('select 1 from verifications where identifier = $1 and value ~ $2', [
      createHash('sha256').update(`reset-password:${token}`).digest('base64url'),
      '^[0-9a-f-]{36}$',
    ]);
    return rows.length > 0;
  };
  const first = await resetToken(email);
  expect(await isOpen(first)).toBe(true);
  const wanted = { currentPassword: PASSWORD, newPassword: 'a whole new password' };
  const changed = await post('/change-password', wanted, cookie);
  expect(changed.status).toBe(200);
  const again = cookiesOf(changed);
  expect(await isOpen(first)).toBe(false);
  expect(code(await post('/reset-password', { token: first, newPassword: 'yet another password' }))).toEqual([
    422,
    'link_invalid',
  ]);
  const second = await resetToken(email);
  const elsewhere = newAddress();
  const change = { newEmail: elsewhere, password: 'a whole new password' };
  expect((await post('/change-email', change, again)).status).toBe(200);
  const token = tokenIn(await mailTo(elsewhere, VERIFY), VERIFY);
  expect(await isOpen(second)).toBe(true);
  expect((await post('/verify-email', { token }, again)).status).toBe(200);
  expect(await isOpen(second)).toBe(false);
});

test('a changed password ends the other sessions, and signing out everywhere ends all', async () => {
  const { email, cookie } = await signedUp();
  const second = cookiesOf(await signIn(email));
  const wanted = { currentPassword: PASSWORD, newPassword: 'a whole new password' };
  expect(code(await post('/change-password', { ...wanted, currentPassword: 'wrong' }, cookie))).toEqual([
    401,
    'wrong_credentials',
  ]);
  const changed = await post('/change-password', wanted, cookie);
  const renewed = cookiesOf(changed) || cookie;
  expect(changed.status).toBe(200);
  expect((await me(renewed)).json.email).toBe(email);
  expect(code(await me(second))).toEqual([401, 'session_expired']);
  const third = cookiesOf(await signIn(email, 'a whole new password'));
  expect((await post('/revoke-sessions', {}, third)).status).toBe(200);
  for (const old of [renewed, third]) expect(code(await me(old))).toEqual([401, 'session_expired']);
});

test('signing out ends this session and leaves the others', async () => {
  const { email, cookie } = await signedUp();
  const other = cookiesOf(await signIn(email));
  expect((await post('/sign-out', {}, cookie)).status).toBe(200);
  expect(code(await me(cookie))).toEqual([401, 'session_expired']);
  expect((await me(other)).status).toBe(200);
});

test('a session cookie is out of scripts’ and other sites’ reach', async () => {
  const email = newAddress();
  await register(email);
  const [cookie] = (await signIn(email)).headers.getSetCookie();
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  expect(cookie).toMatch(/Path=\//i);
});

test('guessing passwords is slowed down, for one account and not for all, and the answer says until when', async () => {
  const { email } = await signedUp();
  const answers: ApiAnswer[] = [];
  while (answers.length < 30 && answers.at(-1)?.status !== 429) answers.push(await signIn(email, 'wrong password'));
  const last = answers.at(-1)!;
  expect(code(last)).toEqual([429, 'rate_limited']);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(code(await signIn(email))).toEqual([429, 'rate_limited']);
  expect(code(await signIn(newAddress()))).toEqual([401, 'wrong_credentials']);
  await db.query(`update rate_limits set window_ends_at = now()`);
  expect((await signIn(email)).status).toBe(200);
});

test('a client that guesses at an account locks out itself, not the account’s owner', async () => {
  const { email } = await signedUp();
  await db.query('delete from rate_limits');
  const guess = () => signIn(email, 'wrong password', '198.51.100.7').then(({ status }) => status);
  const statuses: number[] = [];
  for (let tries = 0; tries < 20; tries++) statuses.push(await guess());
  expect(statuses).toEqual([...Array(15).fill(401), ...Array(5).fill(429)]);
  expect((await signIn(email, PASSWORD, '203.0.113.9')).status).toBe(200);
  // Many clients together are stopped too: a hundred tries at one account, wherever they come from.
  const { rows } = await db.query<{ count: number }>(
    `select count from rate_limits where key like 'sign-in everywhere:%'`,
  );
  expect(rows).toEqual([{ count: 16 }]);
  await db.query(`update rate_limits set count = 100 where key like 'sign-in everywhere:%'`);
  expect(code(await signIn(email, PASSWORD, '203.0.113.10'))).toEqual([429, 'rate_limited']);
  await db.query(`delete from rate_limits`);
});

const invite = async (email: string, role: string, name = 'New Colleague') => {
  const root = await signInAs(
    { databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! },
    'super_admin',
  );
  return call('POST', '/staff', { cookie: root.cookie, body: { name, email, role } });
};

test('a person who registered another’s address gets nothing when its owner is invited; the owner gets everything', async () => {
  const { email, cookie } = await signedUp();
  const { id } = (await me(cookie)).json;
  const elsewhere = `mallory.${crypto.randomUUID()}@example.com`;
  expect((await post('/change-email', { newEmail: elsewhere, password: PASSWORD }, cookie)).status).toBe(200);
  const stolenLink = tokenIn(await mailTo(elsewhere, VERIFY), VERIFY);
  expect((await invite(email, 'admin')).status).toBe(201);
  expect(code(await me(cookie))).toEqual([401, 'session_expired']);
  expect(code(await call('GET', '/outbox', { cookie }))).toEqual([401, 'session_expired']);
  expect(code(await signIn(email))).toEqual([401, 'wrong_credentials']);
  const token = tokenIn(await mailTo(email, JOIN), JOIN);
  expect((await post('/reset-password', { token, newPassword: 'the owner’s password' })).status).toBe(200);
  const owner = cookiesOf(await signIn(email, 'the owner’s password'));
  expect((await me(owner)).json).toMatchObject({ id, role: 'admin', emailVerified: true, name: 'New Colleague' });
  expect((await call('GET', '/events/staff', { cookie: owner })).status).toBe(200);
  expect(code(await post('/verify-email', { token: stolenLink }, owner))).toEqual([422, 'link_invalid']);
});

test('a role applies to a confirmed address only', async () => {
  const { email, cookie } = await signedUp();
  await db.query(`update users set role = 'super_admin' where email = $1`, [email]);
  expect((await me(cookie)).json).toMatchObject({ emailVerified: false, permissions: [] });
  for (const path of ['/staff', '/outbox', '/events/staff', '/dashboard/stats'])
    expect(code(await call('GET', path, { cookie }))).toEqual([403, 'forbidden']);
  await db.query(`update users set email_verified = true where email = $1`, [email]);
  expect((await call('GET', '/staff', { cookie })).status).toBe(200);
});

test('a confirmed account that is invited keeps its password and its sessions', async () => {
  const { email, cookie } = await signedUp();
  const token = tokenIn(await mailTo(email, VERIFY), VERIFY);
  expect((await post('/verify-email', { token }, cookie)).status).toBe(200);
  expect((await invite(email, 'editor')).status).toBe(201);
  expect((await me(cookie)).json).toMatchObject({ role: 'editor', name: 'Ada' });
  expect((await signIn(email)).status).toBe(200);
});

test('an address in other spellings is one address to the limits of email', async () => {
  const name = crypto.randomUUID().replaceAll('-', '');
  const spellings = Array.from(
    { length: 6 },
    (_, at) => `${name.slice(0, at + 1)}.${name.slice(at + 1)}+${at}@gmail.com`,
  );
  const statuses: number[] = [];
  for (const email of spellings) statuses.push((await call('POST', '/bookings/links', { body: { email } })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

test('one address gets a few emails an hour and no more, whatever requests them', async () => {
  const { email, cookie } = await signedUp();
  const asks = {
    'sign-up': () => register(email),
    reset: () => post('/request-password-reset', { email }),
    verify: () => post('/send-verification-email', {}, cookie),
    links: () => call('POST', '/bookings/links', { body: { email } }),
  };
  for (const [name, ask] of Object.entries(asks)) {
    const answers: ApiAnswer[] = [];
    while (answers.length < 12 && answers.at(-1)?.status !== 429) answers.push(await ask());
    expect([name, ...code(answers.at(-1)!)]).toEqual([name, 429, 'rate_limited']);
    expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
  }
});
