import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { rehearsalOf } from '#domain/door/rehearsal.ts';
import type { ApiAnswer } from '../../testing/api-client.ts';
import { type DoorEvent, createDoorEvent } from '../../testing/door-event.ts';
import { pairPhone } from '../../testing/door-seller.ts';
import { connectDoor } from '../../testing/door-socket.ts';
import { signIn } from '../../testing/signed-in.ts';
import { openStaffedStack } from '../../testing/staffed-stack.ts';

const staffed = openStaffedStack();
const create = () =>
  createDoorEvent(staffed.stack.databaseUrl, staffed.secret, { tickets: { General: 2, VIP: 1 }, gates: ['North'] });
const codeOf = ({ status, json }: ApiAnswer) => [status, json?.error?.code];
const begin = ({ id }: DoorEvent) =>
  staffed.api('POST', `/events/${id}/rehearsal`, { cookie: staffed.cookie, body: {} });
const end = ({ id }: DoorEvent) => staffed.api('DELETE', `/events/${id}/rehearsal`, { cookie: staffed.cookie });
const mark = (eventId: string, bearer: string, { code, scanId = v7() }: { code: string; scanId?: string }) =>
  staffed.api('POST', '/checkin/mark', { bearer, body: { eventId, scanId, code } });

/** All that a rehearsal must not touch. */
async function realThings(eventId: string) {
  const { rows } = await staffed.db.query(
    `select (select count(*)::int from scans where event_id = $1) as scans,
      (select count(*)::int from attendance where event_id = $1) as entries,
      (select count(*)::int from tickets where event_id = $1) as tickets,
      (select count(*)::int from payments p join bookings b on b.id = p.booking_id where b.event_id = $1) as payments,
      (select json_agg(json_build_array(status, method, total_minor) order by id) from bookings where event_id = $1) as bookings,
      (select json_agg(json_build_array(held, sold) order by id) from quotas where event_id = $1) as quotas,
      (select count(*)::int from outbox where event_id = $1) as mails`,
    [eventId],
  );
  return rows[0];
}

test('every practice ticket gets the verdict that it was printed for, and nothing real is touched', async () => {
  const event = await create();
  const { token } = await pairPhone(staffed, event.id, { maySell: true });
  const before = await realThings(event.id);
  const statsBefore = await staffed.api('GET', `/checkin/event/${event.id}/stats`, { bearer: token });
  const { status, json } = await begin(event);
  expect([status, json.doorId]).toEqual([200, rehearsalOf(event.id)]);
  const { doorId, tickets } = json as { doorId: string; tickets: { code: string; expect: string; number: string }[] };
  for (const ticket of tickets)
    expect((await mark(doorId, token, { code: ticket.code })).json.result).toBe(ticket.expect);
  // Once more: who is in is in; and by number as well.
  expect((await mark(doorId, token, { code: tickets[0]!.code })).json.result).toBe('already_in');
  expect((await mark(doorId, token, { code: tickets[1]!.number })).json.result).toBe('already_in');
  const stats = await staffed.api('GET', `/checkin/event/${doorId}/stats`, { bearer: token });
  expect(stats.json.counts).toMatchObject({ inside: 7, entered: 7 });
  // Longer than the room waits before it delivers.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await realThings(event.id)).toEqual(before);
  const after = await staffed.api('GET', `/checkin/event/${event.id}/stats`, { bearer: token });
  expect(after.json.counts).toEqual(statsBefore.json.counts);
  expect(after.json.lastScans).toEqual([]);
});

test('a practice ticket opens no real door, and a real ticket no rehearsal', async () => {
  const event = await create();
  const { token } = await pairPhone(staffed, event.id);
  const { doorId, tickets } = (await begin(event)).json;
  expect((await mark(event.id, token, { code: tickets[0].code })).json.result).toBe('invalid');
  expect((await mark(event.id, token, { code: tickets[0].number })).json.result).toBe('invalid');
  expect((await mark(doorId, token, { code: event.tickets[0]!.code })).json.result).toBe('wrong_event');
  expect((await mark(event.id, token, { code: event.tickets[0]!.code })).json.result).toBe('admitted');
  // Of another event's rehearsal, too.
  const other = await create();
  const theirs = (await begin(other)).json;
  expect((await mark(doorId, token, { code: theirs.tickets[0].code })).json.result).toBe('invalid');
  expect(codeOf(await mark(theirs.doorId, token, { code: theirs.tickets[0].code }))).toEqual([403, 'forbidden']);
});

test('an unpaid practice ticket is paid in play, once; nothing can be sold', async () => {
  const event = await create();
  const { token: bearer } = await pairPhone(staffed, event.id, { maySell: true });
  const before = await realThings(event.id);
  const { doorId, tickets } = (await begin(event)).json;
  const unpaid = tickets.find((one: { expect: string }) => one.expect === 'unpaid');
  const scanId = v7();
  expect((await mark(doorId, bearer, { code: unpaid.code, scanId })).json).toMatchObject({ result: 'unpaid' });
  const pay = () => staffed.api('POST', '/checkin/pay', { bearer, body: { eventId: doorId, scanId, method: 'cash' } });
  const paid = await pay();
  expect(paid.json).toMatchObject({ result: 'admitted', payment: { taken: true, method: 'cash' } });
  expect((await pay()).json).toMatchObject({ result: 'admitted', payment: { taken: false } });
  for (const [method, path] of [
    ['GET', 'offer'],
    ['POST', 'sell'],
    ['GET', 'shift'],
    ['POST', 'shift/end'],
  ] as const) {
    const body = method === 'POST' ? { items: [], method: 'cash' } : undefined;
    const headers = { 'idempotency-key': v7() };
    expect((await staffed.api(method, `/checkin/event/${doorId}/${path}`, { bearer, body, headers })).status).toBe(404);
  }
  expect(await realThings(event.id)).toEqual(before);
});

test('scanners of the real door are told of a rehearsal, and those in it when it ends', async () => {
  const event = await create();
  const { token: bearer } = await pairPhone(staffed, event.id);
  const connect = async (doorId: string) => {
    const { json } = await staffed.api('POST', `/checkin/event/${doorId}/ticket`, { bearer, body: {} });
    return connectDoor({ url: staffed.stack.url, eventId: doorId, ticket: json.ticket }, {} as never);
  };
  const real = await connect(event.id);
  expect((await real.next('snapshot')).event.rehearsalUntil).toBeNull();
  const { doorId, tickets, running } = (await begin(event)).json;
  const isOn = await real.next('snapshot', ({ event: { rehearsalUntil } }) => rehearsalUntil !== null);
  expect(isOn.event.rehearsalUntil).toBe(running.until);
  const practising = await connect(doorId);
  expect(await practising.next('snapshot')).toMatchObject({ counts: { inside: 0, entered: 0 }, event: { id: doorId } });
  expect(await practising.scan({ code: tickets[0].code })).toMatchObject({ result: 'admitted' });
  // Restarted: the venue is empty, and the same ticket is admitted again.
  expect((await begin(event)).status).toBe(200);
  await expect
    .poll(async () => (await staffed.api('GET', `/checkin/event/${doorId}/stats`, { bearer })).json.counts)
    .toMatchObject({ inside: 0, entered: 0 });
  expect(await practising.scan({ code: tickets[0].code })).toMatchObject({ result: 'admitted' });
  expect((await end(event)).json.running).toBeNull();
  expect((await practising.next('refused')).code).toBe('rehearsal_over');
  expect(codeOf(await mark(doorId, bearer, { code: tickets[1].code }))).toEqual([409, 'rehearsal_over']);
  await real.next('snapshot', ({ event: { rehearsalUntil }, seq }) => rehearsalUntil === null && seq >= isOn.seq);
  expect((await staffed.api('GET', `/checkin/event/${event.id}/stats`, { bearer })).json.counts.inside).toBe(0);
});

test('a person who is removed during a rehearsal is disconnected right away, and no one else is', async () => {
  const event = await create();
  const phones = [await pairPhone(staffed, event.id), await pairPhone(staffed, event.id)];
  const crew = await signIn({ databaseUrl: staffed.stack.databaseUrl, secret: staffed.secret }, 'door_crew');
  const owner = await signIn({ databaseUrl: staffed.stack.databaseUrl, secret: staffed.secret }, 'super_admin');
  const { doorId, tickets } = (await begin(event)).json;
  const practise = async (who: { bearer: string } | { cookie: string }) => {
    const { json } = await staffed.api('POST', `/checkin/event/${doorId}/ticket`, { ...who, body: {} });
    const socket = await connectDoor({ url: staffed.stack.url, eventId: doorId, ticket: json.ticket }, {} as never);
    await socket.next('snapshot');
    return socket;
  };
  const [removed, stays, fired] = await Promise.all([
    practise({ bearer: phones[0]!.token }),
    practise({ bearer: phones[1]!.token }),
    practise({ cookie: crew.cookie }),
  ]);
  const remove = await staffed.api('DELETE', `/devices/${phones[0]!.deviceId}`, { cookie: staffed.cookie });
  const change = await staffed.api('PATCH', `/staff/${crew.userId}`, {
    cookie: owner.cookie,
    body: { role: 'attendee' },
  });
  expect([remove.status, change.status]).toEqual([200, 200]);
  expect((await removed.next('refused')).code).toBe('device_revoked');
  expect((await fired.next('refused')).code).toBe('forbidden');
  expect(await stays.scan({ code: tickets[0].code })).toMatchObject({ result: 'admitted' });
});

test('a search in a rehearsal finds practice tickets', async () => {
  const event = await create();
  const { token: bearer } = await pairPhone(staffed, event.id);
  const { doorId } = (await begin(event)).json;
  const search = async (q: string) =>
    (await staffed.api('GET', `/checkin/event/${doorId}/search?q=${encodeURIComponent(q)}`, { bearer })).json.items;
  const [found] = await search('curie');
  expect(found).toMatchObject({ attendeeName: 'Marie Curie', inside: false, maskedEmail: '' });
  const body = { eventId: doorId, scanId: v7(), ticketId: found.ticketId };
  expect((await staffed.api('POST', '/checkin/mark', { bearer, body })).json.result).toBe('admitted');
  expect((await search('Eve Curie'))[0]).toMatchObject({ attendeeName: 'Ève Curie' });
  expect((await search('curie'))[0].inside).toBe(true);
  // Everyone on the real list is called Ångström.
  expect(await search('Angstrom')).toEqual([]);
});

test('only staff who can edit the event start, end or print a rehearsal, and none of a cancelled or past event', async () => {
  const event = await create();
  const other = await create();
  const path = `/events/${event.id}/rehearsal`;
  const { token: bearer } = await pairPhone(staffed, event.id);
  const crew = (await signIn({ databaseUrl: staffed.stack.databaseUrl, secret: staffed.secret }, 'door_crew')).cookie;
  const stranger = (
    await signIn({ databaseUrl: staffed.stack.databaseUrl, secret: staffed.secret }, 'editor', [other.id])
  ).cookie;
  for (const [who, code] of [
    [{}, [401, 'not_signed_in']],
    [{ bearer }, [403, 'forbidden']],
    [{ cookie: crew }, [403, 'forbidden']],
    [{ cookie: stranger }, [403, 'forbidden']],
  ] as const) {
    expect(codeOf(await staffed.api('GET', path, who))).toEqual(code);
    expect(codeOf(await staffed.api('POST', path, { ...who, body: {} }))).toEqual(code);
    expect(codeOf(await staffed.api('DELETE', path, who))).toEqual(code);
  }
  expect(codeOf(await mark(rehearsalOf(event.id), bearer, { code: 'ACDE-3467' }))).toEqual([409, 'rehearsal_over']);
  expect(codeOf(await staffed.api('POST', `/events/${v7()}/rehearsal`, { cookie: staffed.cookie, body: {} }))).toEqual([
    404,
    'not_found',
  ]);
  await staffed.db.query(`update events set status = 'cancelled', cancelled_at = now() where id = $1`, [event.id]);
  expect(codeOf(await begin(event))).toEqual([409, 'event_not_editable']);
  const late = await create();
  await staffed.db.query(`update events set ends_at = now() - interval '1 second' where id = $1`, [late.id]);
  expect(codeOf(await begin(late))).toEqual([409, 'event_not_editable']);
  const { rows } = await staffed.db.query(
    `select action from audit_log where event_id = $1 and action like 'rehearsal.%'`,
    [other.id],
  );
  expect(rows).toEqual([]);
  await begin(other);
  await end(other);
  await end(other);
  const told = await staffed.db.query(
    `select action from audit_log where event_id = $1 and action like 'rehearsal.%' order by at`,
    [other.id],
  );
  expect(told.rows.map(({ action }) => action)).toEqual(['rehearsal.begin', 'rehearsal.end']);
});
