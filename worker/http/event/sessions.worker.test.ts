import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { openStaffedStack } from '../../testing/staffed-stack.ts';

const opened = openStaffedStack();
const HOUR = 3_600_000;
const from = Math.floor(Date.now() / HOUR) * HOUR - HOUR;
const hour = (hours: number) => new Date(from + hours * HOUR).toISOString();
const DAYS = [
  { name: 'Day one', startsAt: hour(0), endsAt: hour(10) },
  { name: 'Day two', startsAt: hour(24), endsAt: hour(34) },
];
const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await opened.api(method, path, { cookie: opened.cookie, body });
  return { status: answer.status, json: answer.json };
};

/** An event that has begun, of two days, with a type for both and one for the first, on sale. */
async function publishFair() {
  const times = { startsAt: hour(0), endsAt: hour(34), timeZone: 'UTC' };
  const draft = { title: `Fair ${v7()}`, ...times, currency: 'EUR', venueName: 'Hall', sessions: DAYS };
  const made = await ask('POST', '/events', draft);
  expect(made.status).toBe(201);
  const { id, version, sessions } = made.json;
  expect(sessions).toMatchObject(DAYS);
  const [first, second] = sessions.map((session: { id: string }) => session.id) as [string, string];
  const type = { priceMinor: 0, quotas: ['house'] };
  const ticketTypes = [
    { ...type, name: 'Both days' },
    { ...type, name: 'Day one', sessionIds: [first] },
  ];
  const quotas = [{ key: 'house', name: 'House', size: 20 }];
  const saved = await ask('PUT', `/events/${id}/ticket-types`, { version, quotas, ticketTypes });
  expect(saved.json.ticketTypes.map((one: { sessionIds: string[] }) => one.sessionIds)).toEqual([[], [first]]);
  const published = await ask('POST', `/events/${id}/publish`);
  expect(published.status).toBe(200);
  return { id, version: published.json.version, first, second, types: published.json.ticketTypes };
}

async function book(eventId: string, ticketTypeId: string) {
  const buyer = { name: 'Ada', email: `${v7()}@example.com` };
  const placed = await opened.api('POST', '/bookings/create', {
    body: { eventId, items: [{ ticketTypeId, quantity: 1 }], buyer },
    headers: { 'idempotency-key': v7() },
  });
  expect(placed.status).toBe(201);
  return placed.json;
}
const buy = async (eventId: string, ticketTypeId: string): Promise<{ code: string }> =>
  (await book(eventId, ticketTypeId)).booking.tickets[0];

test('a ticket of a two-day event made by the API admits once on each day, and one for a single day on that day', async () => {
  const fair = await publishFair();
  const both = await buy(fair.id, fair.types[0].id);
  const one = await buy(fair.id, fair.types[1].id);
  const mark = async (code: string, sessionId?: string) => {
    const marked = await ask('POST', '/checkin/mark', { eventId: fair.id, code, scanId: v7(), sessionId });
    return marked.json.result ?? marked.json;
  };
  expect(await mark(both.code)).toBe('admitted');
  expect(await mark(both.code, fair.first)).toBe('already_in');
  expect(await mark(both.code, fair.second)).toBe('admitted');
  expect(await mark(both.code, fair.second)).toBe('already_in');
  expect(await mark(one.code, fair.second)).toBe('no_longer_valid');
  expect(await mark(one.code)).toBe('admitted');
  expect(await mark(one.code)).toBe('already_in');
});

test('the public event names its days and which type is for which; a day with tickets stays, and follows its event', async () => {
  const fair = await publishFair();
  const shown = await ask('GET', `/events/${fair.id}`);
  expect(shown.json.sessions).toEqual([
    { id: fair.first, ...DAYS[0] },
    { id: fair.second, ...DAYS[1] },
  ]);
  expect(shown.json.ticketTypes.map((one: { sessionIds: string[] }) => one.sessionIds)).toEqual([[], [fair.first]]);

  const ticket = await buy(fair.id, fair.types[0].id);
  const [first] = DAYS;
  const edit = (version: number, fields: object) => ask('PATCH', `/events/${fair.id}`, { version, ...fields });
  expect(await edit(fair.version, { sessions: [{ id: fair.first, ...first }] })).toMatchObject({
    status: 409,
    json: { error: { code: 'session_in_use', details: { sessions: [{ id: fair.second, name: 'Day two' }] } } },
  });
  expect(await edit(fair.version, { endsAt: hour(20) })).toMatchObject({
    status: 422,
    json: { error: { code: 'sessions_outside_event' } },
  });
  const postponed = await edit(fair.version, { startsAt: hour(48), endsAt: hour(82) });
  expect(postponed.json.sessions).toEqual([
    { id: fair.first, name: 'Day one', startsAt: hour(48), endsAt: hour(58) },
    { id: fair.second, name: 'Day two', startsAt: hour(72), endsAt: hour(82) },
  ]);
  const marked = async (sessionId?: string) => {
    const body = { eventId: fair.id, code: ticket.code, scanId: v7(), sessionId };
    return (await ask('POST', '/checkin/mark', body)).json.result;
  };
  expect([await marked(), await marked(fair.second), await marked(fair.first)]).toEqual([
    'admitted',
    'admitted',
    'already_in',
  ]);
});

test('a booking and its tickets name the days that each admits to, and their calendar file has an entry for each', async () => {
  const fair = await publishFair();
  const daysOf = async (ticketTypeId: string) => {
    const { booking, accessToken } = await book(fair.id, ticketTypeId);
    const found = await opened.api('GET', `/bookings/${booking.id}`, { bearer: accessToken });
    const [ticket] = found.json.tickets;
    const shown = await opened.api('GET', `/tickets/${ticket.id}`, { bearer: ticket.accessToken });
    const file = await opened.api('GET', `/tickets/${ticket.id}.ics?t=${ticket.accessToken}`);
    expect(shown.json.days).toEqual(ticket.days);
    return { days: ticket.days, titles: file.text.match(/^SUMMARY:.*(?=\r)/gm)?.map((title) => title.slice(-7)) };
  };
  const [first, second] = DAYS;
  expect(await daysOf(fair.types[0].id)).toEqual({
    days: [
      { id: fair.first, ...first },
      { id: fair.second, ...second },
    ],
    titles: ['Day one', 'Day two'],
  });
  expect(await daysOf(fair.types[1].id)).toEqual({ days: [{ id: fair.first, ...first }], titles: ['Day one'] });
});
