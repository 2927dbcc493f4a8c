import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../../../dev/stack.ts';
import { ApiError } from '#contract/error.ts';
import { type ApiAnswer, type ApiCall, type ApiClient, openApiClient } from '../../testing/api-client.ts';
import { createEventOnSale, type EventForSale } from '../../testing/event-on-sale.ts';
import {
  type ApiDocument,
  fillPath,
  type Operation,
  operationsOf,
  RUBBISH_WORDS,
  sampleOf,
  spoilt,
} from '../../testing/operations.ts';
import { type SignedInPerson, signIn } from '../../testing/signed-in.ts';

let stack: Stack;
let db: pg.Pool;
let call: ApiClient;
let document: ApiDocument;
let operations: Operation[];
let sale: EventForSale;
let attendee: SignedInPerson;

const UNKNOWN = '018f0000-0000-7000-8000-00000000dead';
const secret = () => stack.bindings.EVERATO_SECRET!;
const person = (role: Parameters<typeof signIn>[1]) =>
  signIn({ databaseUrl: stack.databaseUrl, secret: secret() }, role);

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, mailbox: true, stripe: true });
  db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  call = openApiClient(stack.url);
  document = (await call('GET', '/openapi.json')).json;
  operations = operationsOf(document);
  sale = await createEventOnSale(stack.databaseUrl, { places: null, perPersonLimit: 10_000, secret: secret() });
  attendee = await person('attendee');
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

test('a body that is nested thousands deep is refused with a message, from any caller', async () => {
  const body = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  const paths = [
    `/bookings/${UNKNOWN}/billing`,
    `/bookings/${UNKNOWN}/complete`,
    '/bookings/create',
    '/auth/sign-in/email',
  ];
  for (const path of paths) {
    const answer = await call(path.endsWith('billing') ? 'PUT' : 'POST', path, { body });
    expect([path, answer.status < 500, ApiError.safeParse(answer.json).success]).toEqual([path, true, true]);
  }
});

test('every path of the API document is a template that its parameters fill', () => {
  expect(Object.keys(document.paths)).toContain('/api/v1/tickets/{id}.png');
  for (const [path, methods] of Object.entries(document.paths)) {
    expect(path).toMatch(/^(\/[\w.-]+|\/\{\w+\}(\.\w+)?)+\/?$/);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    for (const { parameters = [] } of Object.values(methods)) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect([path, ...inPath.sort()]).toEqual([path, ...named.sort()]);
    }
  }
});

const code = ({ status, json }: ApiAnswer) => [status, json?.error?.code];
const order = (changes: object = {}) => ({
  eventId: sale.eventId,
  items: [{ ticketTypeId: sale.typeIds[0], quantity: 1 }],
  buyer: { name: 'Ada', email: `${crypto.randomUUID()}@example.com` },
  ...changes,
});
const sold = async () => {
  const { rows } = await db.query(
    'select count(*)::int as bookings, coalesce(sum(ticket_count), 0)::int as places from bookings',
  );
  const quotas = await db.query('select held, sold from quotas where id = $1', [sale.quotaId]);
  return { ...rows[0], ...quotas.rows[0] };
};

test('a quantity of 0, −1, a billion, or one and a half is malformed, and nothing is held', async () => {
  const before = await sold();
  for (const quantity of [0, -1, 1e9, 1.5, '1', null, 1e308]) {
    const items = [{ ticketTypeId: sale.typeIds[0], quantity }];
    expect(code(await call('POST', '/bookings/create', { body: order({ items }) }))).toEqual([400, 'invalid_request']);
  }
  expect(await sold()).toEqual(before);
});

test('a type or event that isn’t on sale can’t be booked', async () => {
  const before = await sold();
  const items = [{ ticketTypeId: UNKNOWN, quantity: 1 }];
  expect(code(await call('POST', '/bookings/create', { body: order({ eventId: UNKNOWN }) }))).toEqual([
    404,
    'not_found',
  ]);
  expect(code(await call('POST', '/bookings/create', { body: order({ items }) }))).toEqual([
    422,
    'unknown_ticket_type',
  ]);
  expect(await sold()).toEqual(before);
});

test('another person’s booking isn’t found: not to read, pay, cancel or change', async () => {
  const paid = await createEventOnSale(stack.databaseUrl, { types: [{ priceMinor: 2500 }], secret: secret() });
  const items = [{ ticketTypeId: paid.typeIds[0], quantity: 1 }];
  const book = () => call('POST', '/bookings/create', { body: order({ eventId: paid.eventId, items }) });
  const made = (await book()).json;
  const other = (await book()).json;
  const { id } = made.booking;
  for (const who of [{}, { cookie: attendee.cookie }, { bearer: other.accessToken }, { bearer: 'x'.repeat(40) }]) {
    expect(code(await call('GET', `/bookings/${id}`, who))).toEqual([404, 'not_found']);
    expect(code(await call('DELETE', `/bookings/${id}`, who))).toEqual([404, 'not_found']);
    expect(code(await call('POST', '/payments/create', { ...who, body: { bookingId: id } }))).toEqual([
      404,
      'not_found',
    ]);
    const status = await call('PUT', `/bookings/${id}/status`, { ...who, body: { status: 'confirmed' } });
    expect([401, 403, 404]).toContain(status.status);
  }
  expect((await call('GET', `/bookings/${id}`, { bearer: made.accessToken })).json.status).toBe('pending_payment');
});

test('a body that is not JSON, or lies about its type, is refused', async () => {
  const post = (given: ApiCall) => call('POST', '/bookings/create', given).then(code);
  expect(await post({ body: '{"eventId":' })).toEqual([400, 'invalid_json']);
  expect(await post({ body: 'quantity=1', headers: { 'content-type': 'application/json' } })).toEqual([
    400,
    'invalid_json',
  ]);
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    '',
  ])
    expect(await post({ body: JSON.stringify(order()), headers: { 'content-type': type } })).toEqual([
      415,
      'unsupported_media_type',
    ]);
  expect(await post({ body: '['.repeat(200_000) })).toEqual([400, 'invalid_json']);
});

/** Sends what is given and no more, and resolves with the answer's head and body. */
function sendRaw(head: string, body: string, host = new URL(stack.url).host): Promise<string> {
  const { hostname, port } = new URL(stack.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.once('error', reject).on('data', (chunk: Buffer) => {
      received += chunk.toString();
      if (!/\}\}|"serverTime"| 400 | 500 /.test(received)) return;
      socket.destroy();
      resolve(received);
    });
    socket.write(`${head}Host: ${host}\r\nOrigin: ${stack.url}\r\nContent-Type: application/json\r\n\r\n${body}`);
  });
}

test('ten megabytes are refused once they are announced, and without a length once the limit is passed', async () => {
  const post = 'POST /api/v1/bookings/create HTTP/1.1\r\n';
  const announced = await sendRaw(`${post}Content-Length: ${10 * 1024 * 1024}\r\n`, '{');
  expect(announced).toMatch(/^HTTP\/1.1 413 [^]*"body_too_large"/);
  const tooMuch = 1024 * 1024 + 1;
  const chunk = `${tooMuch.toString(16)}\r\n${'x'.repeat(tooMuch)}\r\n`;
  const endless = await sendRaw(`${post}Transfer-Encoding: chunked\r\n`, chunk);
  expect(endless).toMatch(/^HTTP\/1.1 413 [^]*"body_too_large"/);
});

test('an ended session is answered as expired, and an unknown one as not signed in', async () => {
  const gone = await person('admin');
  await db.query(`update user_sessions set expires_at = now() - interval '1 second' where user_id = $1`, [gone.userId]);
  expect(code(await call('GET', '/staff', { cookie: gone.cookie }))).toEqual([401, 'session_expired']);
  expect(code(await call('POST', '/events', { cookie: gone.cookie, body: {} }))).toEqual([400, 'invalid_request']);
  for (const cookie of [
    'everato.session_token=x',
    'everato.session_token=a.b',
    'everato.session_token=%E0%A4%A',
    attendee.cookie.slice(0, -6),
  ])
    expect(code(await call('GET', '/auth/me', { cookie }))).toEqual([401, 'not_signed_in']);
});

test('an event’s address is the deployment’s own, whatever host a request names', async () => {
  const head = `GET /api/v1/events/${sale.eventId} HTTP/1.1\r\nX-Forwarded-Host: evil.example\r\n`;
  const answered = await sendRaw(head, '', 'evil.example');
  const { slug, url } = (await call('GET', `/events/${sale.eventId}`)).json;
  expect(url).toBe(`${stack.url}/events/${slug}`);
  expect(answered).toContain(`"url":"${url}"`);
});

test('a Host that names no host is a malformed request, and no bug of ours', async () => {
  for (const host of ['[', 'a b', 'exa<mple', '%', 'localhost:99999', 'a/b', '[::1', '@']) {
    const page = await sendRaw('GET /api/v1/health HTTP/1.1\r\n', '', host);
    expect([host, page.split('\r\n')[0]]).toEqual([host, 'HTTP/1.1 400 Bad Request']);
  }
});

test('a slug that reads as an id is refused', async () => {
  const root = await person('super_admin');
  const fields = { title: 'Taken for another', startsAt: start, endsAt: end, timeZone: 'UTC', currency: 'EUR' };
  const create = (slug: string) => call('POST', '/events', { cookie: root.cookie, body: { ...fields, slug } });
  expect(code(await create(crypto.randomUUID()))).toEqual([409, 'slug_taken']);
  expect((await create(`x-${crypto.randomUUID()}`)).status).toBe(201);
});

test('a page of another site can’t act with a visitor’s cookie', async () => {
  const { cookie } = attendee;
  for (const origin of ['https://evil.example', 'null', '', `${stack.url}.evil.example`])
    expect(code(await call('POST', '/auth/sign-out', { cookie, headers: { origin } }))).toEqual([403, 'wrong_origin']);
  expect((await call('GET', '/auth/me', { cookie })).json.id).toBe(attendee.userId);
});

test('an unknown path is an error like any other', async () => {
  for (const path of ['/', '/nothing', '/events/%00', '/events/%ff', '/bookings/..%2f', '/%F0%9F%92%A9'])
    expect(ApiError.safeParse((await call('GET', path)).json).success, path).toBe(true);
  expect(code(await call('PATCH', '/bookings/create', { body: {} }))).toEqual([404, 'not_found']);
});

/** Null for a proper answer, otherwise what is wrong with it. */
function complaint(answer: ApiAnswer): string | null {
  if (answer.status < 400) return null;
  const shape = ApiError.strict().safeParse(answer.json);
  if (answer.status < 500 && shape.success && answer.headers.get('content-type')?.startsWith('application/json'))
    return null;
  return `${answer.status} ${answer.text.slice(0, 200)}`;
}

/** Names everything that answers badly. */
async function complaintsAbout(calls: Iterable<[string, string, ApiCall]>): Promise<string[]> {
  const found = new Map<string, string>();
  const queue = calls[Symbol.iterator]();
  const lane = async () => {
    for (let next; !(next = queue.next()).done;) {
      const [method, path, given] = next.value;
      const answer = await call(method, path, given);
      const wrong = complaint(answer);
      if (wrong) found.set(`${method} ${path.slice(0, 120)} ${wrong}`, JSON.stringify(given.body)?.slice(0, 200) ?? '');
    }
  };
  await Promise.all(Array.from({ length: 6 }, lane));
  return [...found].map(([what, body]) => `${what} ${body}`);
}

const ENDS_SESSIONS = /sign-out|revoke-sessions/;
function* addresses(): Generator<[Operation, string]> {
  for (const operation of operations.filter(({ path }) => !ENDS_SESSIONS.test(path))) {
    const words = operation.path.includes('{') ? RUBBISH_WORDS : ['x'];
    for (const word of words) yield [operation, fillPath(operation.path, () => word || 'x')];
    const good = fillPath(operation.path, (name) => knownIds()[name] ?? UNKNOWN);
    for (const name of operation.query) for (const word of RUBBISH_WORDS) yield [operation, `${good}?${name}=${word}`];
  }
}

const knownIds = (): Record<string, string> => ({
  id: sale.eventId,
  eventId: sale.eventId,
  idOrSlug: sale.eventId,
  userId: attendee.userId,
  ticketTypeId: sale.typeIds[0]!,
});

function* rubbishAddresses(who: ApiCall): Generator<[string, string, ApiCall]> {
  for (const [operation, path] of addresses())
    yield [operation.method, path, { ...who, body: operation.method === 'GET' ? undefined : {} }];
}

test('garbage in any path or query of any operation is refused with the API’s own error, from any caller', async () => {
  expect(operations.length).toBeGreaterThan(40);
  const root = await person('super_admin');
  const complaints: string[] = [];
  for (const who of [{}, { cookie: attendee.cookie }, { cookie: root.cookie }])
    complaints.push(...(await complaintsAbout(rubbishAddresses(who))));
  expect(complaints).toEqual([]);
});

const start = new Date(Date.now() + 86_400_000).toISOString();
const end = new Date(Date.now() + 90_000_000).toISOString();
/** Values that get a sample past its schema, and as deep as it goes. */
const plausible = (): Record<string, unknown> => ({
  ...knownIds(),
  id: undefined,
  version: 1,
  quota: 'House',
  key: 'House',
  tags: ['one'],
  bannerImageId: null,
  callbackURL: '/',
  email: 'fresh@example.com',
  newEmail: 'fresh@example.com',
  contactEmail: 'ada@example.com',
  source: 'web',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  accent: '#336699',
  locale: 'en',
  code: 'ABCD-EFGH',
  url: 'https://example.com',
  onlineUrl: 'https://example.com',
  slug: 's-fresh',
  gateId: undefined,
  sessionId: undefined,
  ticketId: undefined,
  startsAt: start,
  endsAt: end,
  saleStartsAt: start,
  saleEndsAt: end,
  validFrom: start,
  validUntil: end,
  bookingOpensAt: start,
  bookingClosesAt: end,
  scannedAt: start,
  at: start,
});

function* rubbishBodies(operation: Operation, cookie: string): Generator<[string, string, ApiCall]> {
  const path = fillPath(operation.path, (name) => knownIds()[name] ?? UNKNOWN);
  const body = sampleOf(document, operation.schema!, plausible());
  for (const sent of [body, ...spoilt(body)])
    yield [
      operation.method,
      path,
      { cookie, body: (JSON.stringify(sent) ?? '').replaceAll('fresh', crypto.randomUUID()) },
    ];
}

test('garbage in any field of any body is refused with the API’s own error, even from a super admin', async () => {
  // Edits of an event name the version they were made on; here every edit is the first.
  await db.query(
    `create function stays_one() returns trigger language plpgsql as 'begin new.version = 1; return new; end'`,
  );
  await db.query('create trigger stays_one before update on events for each row execute function stays_one()');
  const complaints: string[] = [];
  for (const operation of operations.filter(({ schema }) => schema)) {
    const root = await person('super_admin');
    complaints.push(...(await complaintsAbout(rubbishBodies(operation, root.cookie))));
  }
  expect(complaints).toEqual([]);
});

test('none of this was a bug in the Worker', () => {
  expect(stack.lines.filter((line) => /request failed|Uncaught|TypeError/.test(line))).toEqual([]);
});
