import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { type ApiAnswer } from '../../testing/api-client.ts';
import { createSellingDoor, pairPhone, type SellingDoor } from '../../testing/door-seller.ts';
import { openStaffedStack } from '../../testing/staffed-stack.ts';

const staffed = openStaffedStack();

const codeOf = (answer: ApiAnswer) => [answer.status, answer.json?.error?.code];
const open = (options: Parameters<typeof createSellingDoor>[2] = {}) =>
  createSellingDoor(staffed.stack.databaseUrl, staffed.secret, options);
const general = ({ types }: SellingDoor, quantity = 1) => [{ ticketTypeId: types.General, quantity }];

/** A paired phone that sells, as one hand. */
async function openStall(door: SellingDoor, rights: Parameters<typeof pairPhone>[2] = { maySell: true }) {
  const { token: bearer, deviceId } = await pairPhone(staffed, door.eventId, rights);
  const path = `/checkin/event/${door.eventId}`;
  return {
    bearer,
    deviceId,
    get: (what: string) => staffed.api('GET', `${path}/${what}`, { bearer }),
    sell: (body: object, key = v7()) =>
      staffed.api('POST', `${path}/sell`, {
        bearer,
        body: { items: general(door), method: 'cash', ...body },
        headers: { 'idempotency-key': key },
      }),
    endShift: (key = v7()) =>
      staffed.api('POST', `${path}/shift/end`, { bearer, body: {}, headers: { 'idempotency-key': key } }),
  };
}

test('a buyer at the door is admitted, and their booking is paid with tickets and a receipt', async () => {
  const door = await open();
  const stall = await openStall(door);
  expect((await stall.get('offer')).json).toEqual({
    currency: 'EUR',
    fees: { feeFixedMinor: 0, feeBasisPoints: 0, feePaidBy: 'buyer', currency: 'EUR' },
    ticketTypes: [
      {
        id: door.types.General,
        name: 'General',
        listPrice: { amount: 2500, currency: 'EUR' },
        price: { amount: 2500, currency: 'EUR' },
        payWhatYouWant: false,
        places: 1,
        left: 100,
        doorNote: '',
      },
    ],
  });
  // Online the limit is one ticket per person: at the door no one is asked for a name.
  const sold = await stall.sell({ items: general(door, 12), total: 30_000 });
  expect(sold).toMatchObject({
    status: 201,
    json: {
      booking: { method: 'cash', total: { amount: 30_000, currency: 'EUR' } },
      counts: { entered: 12, inside: 12 },
    },
  });
  expect(sold.json.tickets.map(({ result }: { result: string }) => result)).toEqual(Array(12).fill('admitted'));
  const { rows } = await staffed.db.query(
    `select b.status, b.buyer_name, b.buyer_email, b.source, (select count(*)::int from tickets t where t.booking_id = b.id) as tickets,
      (select sum(paid_minor)::int from payments p where p.booking_id = b.id) as paid,
      (select count(*)::int from receipts r where r.booking_id = b.id) as receipts,
      (select count(*)::int from outbox o where o.booking_id = b.id) as mails from bookings b where b.id = $1`,
    [sold.json.booking.id],
  );
  expect(rows).toEqual([
    {
      status: 'confirmed',
      buyer_name: 'Walk-in',
      buyer_email: '',
      source: 'door',
      tickets: 12,
      paid: 30_000,
      receipts: 1,
      mails: 0,
    },
  ]);
  expect((await stall.get('offer')).json.ticketTypes[0].left).toBe(88);
  const later = await stall.sell({ admit: false });
  expect(later.json).toMatchObject({ tickets: [{ result: null }], counts: null });
  const scan = { eventId: door.eventId, scanId: v7(), code: later.json.tickets[0].number };
  expect((await staffed.api('POST', '/checkin/mark', { bearer: stall.bearer, body: scan })).json.result).toBe(
    'admitted',
  );
});

test('doors that sell while the public books never sell a place twice', async () => {
  const door = await open({ places: 10 });
  const stalls = await Promise.all([openStall(door), openStall(door)]);
  const atDoor = Array.from({ length: 16 }, (_, n) => stalls[n % 2]!.sell({}));
  const online = Array.from({ length: 16 }, (_, n) =>
    staffed.api('POST', '/bookings/create', {
      headers: { 'idempotency-key': v7() },
      body: {
        eventId: door.eventId,
        items: general(door),
        method: 'at_door',
        buyer: { name: 'Ada', email: `ada-${n}@example.com` },
      },
    }),
  );
  const [sold, booked] = await Promise.all([Promise.all(atDoor), Promise.all(online)]);
  const made = [...sold, ...booked].filter(({ status }) => status === 201);
  expect(made).toHaveLength(10);
  const refused = [...sold, ...booked].filter(({ status }) => status !== 201);
  for (const answer of refused) expect(['sold_out', 'held']).toContain(answer.json.error.code);
  const inside = sold.filter(({ status }) => status === 201).length;
  expect(inside).toBeGreaterThan(0);
  expect((await stalls[0]!.get('stats')).json.counts.entered).toBe(inside);
  const { rows } = await staffed.db.query(
    `select size, held, sold, (select count(*)::int from tickets t where t.event_id = q.event_id) as tickets
     from quotas q where event_id = $1`,
    [door.eventId],
  );
  expect(rows).toEqual([{ size: 10, held: 10 - inside, sold: inside, tickets: 10 }]);
  expect(codeOf(await stalls[0]!.sell({}))[0]).toBe(409);
});

test('the same sale sent again and again is one sale, and its key sells nothing else', async () => {
  const door = await open();
  const stall = await openStall(door);
  const key = v7();
  const answers = await Promise.all([1, 2, 3, 4].map(() => stall.sell({ items: general(door, 2) }, key)));
  answers.push(await stall.sell({ items: general(door, 2) }, key));
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
  expect(new Set(answers.map(({ json }) => json.booking.reference)).size).toBe(1);
  expect(answers.at(-1)!.json.tickets.map(({ result }: { result: string }) => result)).toEqual([
    'admitted',
    'admitted',
  ]);
  expect(answers.at(-1)!.json.counts).toMatchObject({ entered: 2, inside: 2 });
  const { rows } = await staffed.db.query(
    `select count(*)::int as bookings, (select count(*)::int from payments p join bookings b on b.id = p.booking_id where b.event_id = $1) as payments
     from bookings where event_id = $1`,
    [door.eventId],
  );
  expect(rows).toEqual([{ bookings: 1, payments: 1 }]);
  expect(codeOf(await stall.sell({ items: general(door, 3) }, key))).toEqual([409, 'idempotency_conflict']);
  expect(codeOf(await stall.sell({}, ''))).toEqual([400, 'invalid_request']);
});

test('a gate that was closed in the meantime keeps out no one who has paid', async () => {
  const door = await open();
  const stall = await openStall(door);
  const key = v7();
  const sold = await stall.sell({ gateId: v7() }, key);
  expect([sold.status, sold.json.tickets[0].result]).toEqual([201, 'admitted']);
  const { rows } = await staffed.db.query('select count(*)::int as n from bookings where event_id = $1', [
    door.eventId,
  ]);
  expect(rows).toEqual([{ n: 1 }]);
});

test('a price that changed since it was named sells nothing', async () => {
  const door = await open();
  const stall = await openStall(door);
  await staffed.db.query('update ticket_types set price_minor = 3000 where event_id = $1', [door.eventId]);
  const refused = await stall.sell({ total: 2500 });
  expect(refused).toMatchObject({
    status: 409,
    json: { error: { code: 'version_conflict', details: { totalMinor: 3000, currency: 'EUR' } } },
  });
  expect((await stall.get('shift')).json.totals).toEqual([]);
});

test('a phone without the right to sell can do none of it, nor a seller at another event', async () => {
  const door = await open();
  const [crew, foreign] = await Promise.all([openStall(door, {}), openStall(await open())]);
  for (const { bearer } of [crew, foreign]) {
    const path = `/checkin/event/${door.eventId}`;
    const headers = { 'idempotency-key': v7() };
    const sale = { items: general(door), method: 'complimentary' };
    const answers = [
      await staffed.api('GET', `${path}/offer`, { bearer }),
      await staffed.api('GET', `${path}/shift`, { bearer }),
      await staffed.api('POST', `${path}/shift/end`, { bearer, body: {}, headers }),
      await staffed.api('POST', `${path}/sell`, { bearer, body: sale, headers }),
      await staffed.api('POST', '/checkin/pay', {
        bearer,
        body: { eventId: door.eventId, scanId: v7(), method: 'cash' },
      }),
    ];
    expect(answers.map(codeOf)).toEqual(Array(5).fill([403, 'forbidden']));
  }
  const { rows } = await staffed.db.query('select count(*)::int as n from bookings where event_id = $1', [
    door.eventId,
  ]);
  expect(rows).toEqual([{ n: 0 }]);
});

test('a shift knows what its device took, by method, and ends once', async () => {
  const door = await open();
  const [stall, other] = await Promise.all([openStall(door), openStall(door)]);
  await stall.sell({ items: general(door, 2) });
  await stall.sell({});
  await stall.sell({ method: 'card_terminal' });
  await stall.sell({ method: 'complimentary', admit: false });
  await other.sell({ method: 'card_terminal' });
  const eur = (amount: number) => ({ amount, currency: 'EUR' });
  const totals = [
    { method: 'card_terminal', sales: 1, tickets: 1, amount: eur(2500) },
    { method: 'cash', sales: 2, tickets: 3, amount: eur(7500) },
    { method: 'complimentary', sales: 1, tickets: 1, amount: eur(0) },
  ];
  expect((await stall.get('shift')).json).toEqual({ beganAt: null, endedAt: null, totals });
  const key = v7();
  const ended = await stall.endShift(key);
  expect(ended.json).toEqual({ beganAt: null, endedAt: expect.any(String), totals });
  expect((await stall.endShift(key)).json).toEqual(ended.json);
  expect((await stall.get('shift')).json).toEqual({ beganAt: ended.json.endedAt, endedAt: null, totals: [] });
  await stall.sell({});
  expect((await stall.get('shift')).json.totals).toEqual([{ method: 'cash', sales: 1, tickets: 1, amount: eur(2500) }]);
  expect((await other.get('shift')).json.totals).toHaveLength(1);
});

test('sales that race the end of a shift are in one shift or the next, never in none or both', async () => {
  const door = await open();
  const stall = await openStall(door);
  const sales = Array.from({ length: 12 }, () => stall.sell({ admit: false }));
  const ends = [stall.endShift(), stall.endShift()];
  await Promise.all(sales);
  const counted = (await Promise.all(ends)).map(({ json }) => json);
  counted.push((await stall.get('shift')).json);
  const sum = counted
    .flatMap(({ totals }) => totals)
    .reduce((all: number, { sales: n }: { sales: number }) => all + n, 0);
  expect(sum).toBe(12);
});

test('a buyer’s whole address goes to the mail, and to no device', async () => {
  const door = await open();
  const stall = await openStall(door);
  const email = 'grace.hopper@example.com';
  const sold = await stall.sell({ buyer: { name: 'Grace Hopper', email }, items: general(door, 2) });
  const heard = [
    sold,
    await stall.get('search?q=Grace'),
    await stall.get(`party?ticketId=${sold.json.tickets[0].id}`),
    await stall.get('stats'),
    await stall.get('offer'),
    await stall.get('shift'),
  ];
  expect(heard.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200]);
  expect(heard[1]!.json.items).toHaveLength(2);
  expect(heard.filter(({ text }) => text.includes(email))).toEqual([]);
  const { rows } = await staffed.db.query(`select kind, recipient from outbox where booking_id = $1`, [
    sold.json.booking.id,
  ]);
  expect(rows).toEqual([{ kind: 'booking_confirmed', recipient: email }]);
  // A buyer without an address is found like any other.
  await stall.sell({ buyer: { name: 'Emmy Noether' } });
  expect((await stall.get('search?q=Emmy')).json.items).toMatchObject([
    { maskedEmail: '', inside: expect.any(Boolean) },
  ]);
});
