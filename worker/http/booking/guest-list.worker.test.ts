import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { createSellingDoor, pairPhone, type SellingDoor } from '../../testing/door-seller.ts';
import { signIn } from '../../testing/signed-in.ts';
import { openStaffedStack } from '../../testing/staffed-stack.ts';

const staffed = openStaffedStack();

const open = (options: Parameters<typeof createSellingDoor>[2] = {}) =>
  createSellingDoor(staffed.stack.databaseUrl, staffed.secret, options);
const add = ({ eventId, types }: SellingDoor, guests: object[], key = v7()) =>
  staffed.api('POST', `/events/${eventId}/guest-list`, {
    cookie: staffed.cookie,
    body: { ticketTypeId: types.General, guests },
    headers: { 'idempotency-key': key },
  });
const list = async ({ eventId }: SellingDoor) =>
  (await staffed.api('GET', `/events/${eventId}/guest-list`, { cookie: staffed.cookie })).json.items;

test('guests and their companions are found at the door and checked in there', async () => {
  const door = await open();
  const key = v7();
  const guests = [{ name: 'Ada Lovelace', plus: 2 }, { name: 'Émilie du Châtelet' }];
  const added = await add(door, guests, key);
  expect(added).toMatchObject({
    status: 201,
    json: {
      bookings: [
        { name: 'Ada Lovelace', tickets: 3 },
        { name: 'Émilie du Châtelet', tickets: 1 },
      ],
    },
  });
  expect((await add(door, guests, key)).json).toEqual(added.json);
  const { token: bearer } = await pairPhone(staffed, door.eventId);
  const search = async (q: string) =>
    (await staffed.api('GET', `/checkin/event/${door.eventId}/search?q=${q}`, { bearer })).json.items;
  expect((await search('emilie')).map(({ attendeeName: name }: { attendeeName: string }) => name)).toEqual([
    'Émilie du Châtelet',
  ]);
  const party = await search('lovelace');
  expect(party.map(({ attendeeName: name }: { attendeeName: string }) => name)).toEqual([
    'Ada Lovelace',
    'Ada Lovelace +1',
    'Ada Lovelace +2',
  ]);
  const body = { eventId: door.eventId, scanId: v7(), ticketId: party[1].ticketId };
  expect((await staffed.api('POST', '/checkin/mark', { bearer, body })).json).toMatchObject({
    result: 'admitted',
    partySize: 3,
  });
  await expect
    .poll(() => list(door), { timeout: 10_000 })
    .toMatchObject([
      { name: 'Ada Lovelace', typeName: 'General', tickets: 3, entered: 1 },
      { name: 'Émilie du Châtelet', tickets: 1, entered: 0 },
    ]);
  const { rows } = await staffed.db.query(
    `select method, status, total_minor::int as total, buyer_email, (select count(*)::int from outbox o where o.booking_id = b.id) as mails
     from bookings b where event_id = $1 group by b.id`,
    [door.eventId],
  );
  expect(rows).toEqual(
    Array(2).fill({ method: 'complimentary', status: 'confirmed', total: 0, buyer_email: '', mails: 0 }),
  );
});

test('a list that exceeds the capacity adds no one, however many lists come at the same time', async () => {
  const door = await open({ places: 5 });
  const refused = await add(door, [
    { name: 'Ada', plus: 3 },
    { name: 'Grace', plus: 1 },
  ]);
  expect(refused).toMatchObject({
    status: 409,
    json: { error: { code: 'sold_out', details: { left: 5, wanted: 6 } } },
  });
  expect(await list(door)).toEqual([]);
  const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => add(door, [{ name: `Guest ${n}`, plus: 1 }])));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409]);
  const { rows } = await staffed.db.query('select held, sold from quotas where event_id = $1', [door.eventId]);
  expect(rows).toEqual([{ held: 0, sold: 4 }]);
});

test('only staff who can make bookings change the guest list, and a phone neither reads nor changes it', async () => {
  const door = await open();
  const secret = staffed.secret;
  const crew = (await signIn({ databaseUrl: staffed.stack.databaseUrl, secret }, 'door_crew')).cookie;
  const editor = (await signIn({ databaseUrl: staffed.stack.databaseUrl, secret }, 'editor')).cookie;
  const { token: bearer } = await pairPhone(staffed, door.eventId, { maySell: true });
  const path = `/events/${door.eventId}/guest-list`;
  const body = { ticketTypeId: door.types.General, guests: [{ name: 'Eve' }] };
  const post = async (who: object) => (await staffed.api('POST', path, { body, ...who })).status;
  expect([
    await post({ cookie: crew }),
    await post({ cookie: editor }),
    await post({ bearer }),
    await post({}),
  ]).toEqual([403, 403, 403, 401]);
  const get = async (who: object) => (await staffed.api('GET', path, who)).status;
  expect([await get({ cookie: crew }), await get({ cookie: editor }), await get({ bearer })]).toEqual([403, 200, 403]);
  for (const guests of [[], [{ name: ' ' }], [{ name: 'Ada', plus: 51 }], [{ name: 'x'.repeat(111) }]])
    expect((await add(door, guests)).status).toBe(400);
  expect((await add({ ...door, types: { General: v7() } }, [{ name: 'Ada' }])).json.error.code).toBe(
    'unknown_ticket_type',
  );
});

test('a guest who is removed from the list is no longer found, and their places are free', async () => {
  const door = await open({ places: 3 });
  const added = await add(door, [{ name: 'Ada Lovelace', plus: 2 }]);
  const taken = await staffed.api('DELETE', `/bookings/${added.json.bookings[0].id}`, {
    cookie: staffed.cookie,
    body: {},
  });
  expect(taken.status).toBe(200);
  expect(await list(door)).toEqual([]);
  expect((await add(door, [{ name: 'Grace Hopper', plus: 2 }])).status).toBe(201);
});
