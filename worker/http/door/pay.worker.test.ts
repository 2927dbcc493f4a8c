import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { type ApiAnswer } from '../../testing/api-client.ts';
import { createSellingDoor, pairPhone, type SellingDoor } from '../../testing/door-seller.ts';
import { signIn } from '../../testing/signed-in.ts';
import { openStaffedStack } from '../../testing/staffed-stack.ts';

const staffed = openStaffedStack();

const codeOf = (answer: ApiAnswer) => [answer.status, answer.json?.error?.code];
const open = () => createSellingDoor(staffed.stack.databaseUrl, staffed.secret);

async function bookAtDoor({ eventId, types }: SellingDoor, quantity = 2) {
  const booked = await staffed.api('POST', '/bookings/create', {
    headers: { 'idempotency-key': v7() },
    body: {
      eventId,
      items: [{ ticketTypeId: types.General, quantity }],
      buyer: { name: 'Zoë Ångström', email: `zoe-${v7()}@example.com` },
      method: 'at_door',
    },
  });
  expect(booked.status).toBe(201);
  return booked.json.booking as { id: string; tickets: { id: string; code: string }[] };
}

/** Acts as a phone: scans the code, and takes the payment on `unpaid`. */
function phone(token: string, eventId: string) {
  return {
    scan: (code: string, scanId = v7()) =>
      staffed.api('POST', '/checkin/mark', { bearer: token, body: { eventId, scanId, code } }),
    pay: (scanId: string, method = 'cash') =>
      staffed.api('POST', '/checkin/pay', { bearer: token, body: { eventId, scanId, method } }),
  };
}

async function moneyOf(bookingId: string) {
  const { rows } = await staffed.db.query(
    `select b.status, b.method, (select count(*)::int from payments p where p.booking_id = b.id) as payments,
      (select coalesce(sum(paid_minor), 0)::int from payments p where p.booking_id = b.id) as paid,
      (select count(*)::int from receipts r where r.booking_id = b.id) as receipts from bookings b where b.id = $1`,
    [bookingId],
  );
  return rows[0];
}

test('an unpaid ticket is paid at the door and its holder admitted once, however often the request is sent', async () => {
  const door = await open();
  const booking = await bookAtDoor(door);
  const { token, deviceId } = await pairPhone(staffed, door.eventId, {
    maySell: true,
    name: 'Grace',
  });
  const { scan, pay } = phone(token, door.eventId);
  const unpaid = await scan(booking.tickets[0]!.code);
  expect(unpaid.json).toMatchObject({ result: 'unpaid', amountDue: { amount: 5000, currency: 'EUR' } });
  const answers = await Promise.all([1, 2, 3].map(() => pay(unpaid.json.scanId)));
  answers.push(await pay(unpaid.json.scanId));
  for (const { json } of answers)
    expect(json).toMatchObject({
      result: 'admitted',
      payment: { taken: true, method: 'cash', amount: { amount: 5000, currency: 'EUR' } },
    });
  expect(answers.at(-1)!.json).toMatchObject({ repeat: true, counts: { entered: 1, inside: 1 } });
  expect(await moneyOf(booking.id)).toEqual({
    status: 'confirmed',
    method: 'cash',
    payments: 1,
    paid: 5000,
    receipts: 1,
  });
  // The rest of the booking owes nothing any more.
  expect((await scan(booking.tickets[1]!.code)).json.result).toBe('admitted');
  const { rows } = await staffed.db.query(
    `select user_id, actor, action, before, after from audit_log where subject_id = $1 order by at`,
    [booking.id],
  );
  expect(rows).toEqual([
    {
      user_id: null,
      actor: 'Grace',
      action: 'booking.status',
      before: { status: 'pending_payment' },
      after: {
        status: 'confirmed',
        reason: null,
        method: 'cash',
        amountMinor: 5000,
        currency: 'EUR',
        tickets: 2,
        deviceId,
      },
    },
  ]);
  expect(codeOf(await pay(unpaid.json.scanId, 'card_terminal'))).toEqual([409, 'idempotency_conflict']);
});

test('two doors that take one payment at the same time take it once, and the other door is told', async () => {
  const door = await open();
  const booking = await bookAtDoor(door, 1);
  const phones = await Promise.all(
    ['Ada', 'Grace'].map((name) => pairPhone(staffed, door.eventId, { maySell: true, name })),
  );
  const scanned = await Promise.all(
    phones.map(async ({ token }) => {
      const { scan, pay } = phone(token, door.eventId);
      return { pay, unpaid: await scan(booking.tickets[0]!.code) };
    }),
  );
  expect(scanned.map(({ unpaid }) => unpaid.json.result)).toEqual(['unpaid', 'unpaid']);
  const paid = await Promise.all(scanned.map(({ pay, unpaid }) => pay(unpaid.json.scanId)));
  expect(paid.map(({ status }) => status)).toEqual([200, 200]);
  expect(paid.map(({ json }) => json.payment.taken).sort()).toEqual([false, true]);
  expect(paid.map(({ json }) => json.result).sort()).toEqual(['admitted', 'already_in']);
  expect(await moneyOf(booking.id)).toMatchObject({ payments: 1, paid: 2500, receipts: 1 });
});

test('a phone without the right to sell takes no money, nor does one for a scan that owes none', async () => {
  const door = await open();
  const booking = await bookAtDoor(door, 1);
  const [crew, seller] = await Promise.all([
    pairPhone(staffed, door.eventId),
    pairPhone(staffed, door.eventId, { maySell: true }),
  ]);
  const watching = phone(crew.token, door.eventId);
  const unpaid = await watching.scan(booking.tickets[0]!.code);
  expect(unpaid.json.result).toBe('unpaid');
  expect(codeOf(await watching.pay(unpaid.json.scanId))).toEqual([403, 'forbidden']);
  const selling = phone(seller.token, door.eventId);
  // Another device's scan is not its own.
  expect(codeOf(await selling.pay(unpaid.json.scanId))).toEqual([404, 'not_found']);
  const account = await signIn({ databaseUrl: staffed.stack.databaseUrl, secret: staffed.secret }, 'door_crew');
  const body = { eventId: door.eventId, scanId: unpaid.json.scanId, method: 'cash' };
  expect(codeOf(await staffed.api('POST', '/checkin/pay', { cookie: account.cookie, body }))).toEqual([
    403,
    'forbidden',
  ]);
  expect(codeOf(await staffed.api('POST', '/checkin/pay', { body }))).toEqual([401, 'not_signed_in']);
  expect(await moneyOf(booking.id)).toMatchObject({ status: 'pending_payment', payments: 0 });
  const own = await selling.scan(booking.tickets[0]!.code);
  expect((await selling.pay(own.json.scanId)).json.result).toBe('admitted');
  const again = await selling.scan(booking.tickets[0]!.code);
  expect(again.json.result).toBe('already_in');
  expect(codeOf(await selling.pay(again.json.scanId))).toEqual([422, 'nothing_to_pay']);
});

test('a ticket that was transferred after a refused scan is paid, and its old code is still invalid', async () => {
  const door = await open();
  const booking = await bookAtDoor(door, 1);
  const { token } = await pairPhone(staffed, door.eventId, { maySell: true });
  const { scan, pay } = phone(token, door.eventId);
  const unpaid = await scan(booking.tickets[0]!.code);
  const to = { name: 'Emmy Noether', email: 'emmy@example.com' };
  const transferred = await staffed.api('POST', `/tickets/${booking.tickets[0]!.id}/transfer`, {
    cookie: staffed.cookie,
    body: to,
  });
  expect(transferred.status).toBe(200);
  const paid = await pay(unpaid.json.scanId);
  expect(paid.json).toMatchObject({ result: 'revoked', payment: { taken: true } });
});
