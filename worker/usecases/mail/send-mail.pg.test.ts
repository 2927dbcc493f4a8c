import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Hono } from 'hono';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { render } from '../../../emails/render.ts';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { journal, migrate, migrateDown } from '../../../dev/migrate.ts';
import type { Message } from '../../../dev/mail-message.ts';
import { startMailSink } from '../../../dev/mail-sink.ts';
import type { Mailbox } from '../../../dev/mailbox.ts';
import { openDatabase, type Db } from '../../db/client.ts';
import { createOutbox } from '../../db/mail/outbox-store.ts';
import { createMailSourceStore } from '../../db/mail/source-store.ts';
import type { MailMessage, OutboxMessage } from '#domain/mail/message.ts';
import type { Caller } from '#domain/account/caller.ts';
import { MAIL_LANE } from '#domain/mail/outbox-lane.ts';
import { parseToken } from '#domain/ticket/token.ts';
import type { AppEnv } from '../../http/request/app-env.ts';
import { withCaller } from '../../http/request/caller.ts';
import { tickets as ticketPages } from '../../http/ticket/tickets.ts';
import { drawQr } from '../../outside/ticket/qr.ts';
import { createSeals } from '../../outside/seals.ts';
import { createSmtp } from '../../outside/mail/smtp.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { ticketSigner } from '../../outside/ticket/signer.ts';
import { drainOutbox } from './drain-outbox.ts';
import { requestBookingLinks } from '../booking/request-booking-links.ts';
import { sendMail } from './send-mail.ts';
import { viewTicket } from '../ticket/view-ticket.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });

const adminUrl = inject('postgresAdminUrl');
const baseUrl = 'https://tickets.example.com';
const seals = createSeals('a secret of this test');
const log = { info: () => {}, warn: () => {}, error: (...words: unknown[]) => console.log(...words) };
let url: string;
let db: Db;
let mailbox: Mailbox;
let keys: { publicKey: Uint8Array; privateKey: Uint8Array };

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 2 });
  mailbox = await startMailSink();
  keys = await ticketSigner.generate();
});
afterAll(async () => {
  await db.$client.end();
  await mailbox.stop();
  await dropDatabase(adminUrl, url);
});

const deps = () => ({
  clock: systemClock,
  ids: systemIds,
  log,
  seals,
  signer: ticketSigner,
  baseUrl,
  random: () => 0,
  outbox: createOutbox(() => db),
  mailSources: createMailSourceStore(() => db),
  drawQr,
  renderMail: render,
  transport: createSmtp({ url: mailbox.smtpUrl, from: 'Everato <t@example.com>', hostname: 'tickets.example.com' }),
});

async function queue(row: MailMessage & Pick<OutboxMessage, 'recipient' | 'bookingId'>): Promise<string> {
  const id = v7();
  await deps().outbox.insert([{ ...row, id, lane: 'mail' }]);
  await drainOutbox(deps(), MAIL_LANE, (leased) => sendMail(deps(), leased));
  return id;
}
const unlimited = { count: async () => null, forgetEnded: async () => {} };
const quietRooms = { postman: () => ({ kick: async () => {} }) } as never;
const mailOf = (id: string): Promise<Message> => mailbox.waitFor((message) => message.raw.includes(`<${id}@`), 1000);
const insert = (sql: string, values: unknown[]) => db.$client.query(sql, values);
const ALPHABET = 'ACDEFGHJKMNPQRTUVWXY34679';

/** A confirmed booking of `count` tickets, in rows. */
async function book(count: number, email = `${v7()}@example.org`) {
  const event = v7();
  const type = v7();
  const booking = v7();
  const line = v7();
  await insert(
    `insert into events (id, slug, status, title, starts_at, ends_at, time_zone, venue_name, currency, ticket_seq)
     values ($1, 'e-' || $1::uuid::text, 'published', 'Rave & Co', '2027-06-18T18:30Z', '2027-06-19T00:00Z', 'Europe/Berlin', 'Hall', 'EUR', $2)`,
    [event, count],
  );
  const sealed = await seals.seal(keys.privateKey, `event-key ${event}`);
  await insert(`insert into event_keys (event_id, key_id, public_key, private_key_sealed) values ($1, 1, $2, $3)`, [
    event,
    Buffer.from(keys.publicKey),
    Buffer.from(sealed),
  ]);
  await insert(
    `insert into ticket_types (id, event_id, index, name, price_minor) values ($1, $2, 3, 'Evening', 1250)`,
    [type, event],
  );
  await insert(
    `insert into bookings (id, event_id, reference, buyer_name, buyer_email, buyer_email_normalized, status, method,
       currency, total_minor, ticket_count, confirmed_at) values ($1, $2, $3, 'Zoë', $4, $4, 'confirmed', 'stripe', 'EUR', $5, $6, now())`,
    [booking, event, systemIds.characters(ALPHABET, 8), email, 1250 * count, count],
  );
  await insert(
    `insert into booking_lines (id, booking_id, ticket_type_id, position, quantity, places, unit_price_minor,
       unit_fee_minor, total_minor, tax_minor, tax_rate_basis_points) values ($1, $2, $3, 0, $4, $4, 1250, 0, $5, 0, 0)`,
    [line, booking, type, count, 1250 * count],
  );
  const tickets = Array.from({ length: count }, (_, index) => ({ id: v7(), seq: index + 1 }));
  for (const { id, seq } of tickets) {
    await insert(
      `insert into tickets (id, event_id, booking_id, line_id, ticket_type_id, number, key_id, issued_at, attendee_name, seq, position)
       values ($1, $2, $3, $4, $5, $6, 1, now(), $7, $8::int, $8::int - 1)`,
      [id, event, booking, line, type, systemIds.characters(ALPHABET, 8), `Guest ${seq}`, seq],
    );
  }
  return { event, booking, tickets: tickets.map(({ id }) => id), email };
}

const link = (scope: 'booking' | 'ticket', id: string): Caller => ({
  kind: 'link',
  scope,
  id,
  token: seals.linkToken({ scope, id, version: 1 }),
});
const view = (caller: Caller, id: string) => viewTicket(deps(), caller, id);

test('the pictures in a confirmed booking’s email are read as codes that the event’s key has signed', async () => {
  const { booking, tickets, email } = await book(2);
  const mail = await mailOf(await queue({ kind: 'booking_confirmed', payload: {}, bookingId: booking }));
  expect(mail).toMatchObject({ to: [email], subject: 'Your 2 tickets for Rave & Co' });
  const pictures = mail.attachments.filter((part) => part.inline);
  const claimed: unknown[] = [];
  for (const picture of pictures) {
    expect(mail.html).toContain(`src="cid:${picture.contentId}"`);
    const [found] = await readBarcodes(new Uint8Array(picture.content), { formats: ['QRCode'] });
    const token = parseToken(found?.text ?? '');
    expect(token && (await ticketSigner.verify(token.signature, token.signed, keys.publicKey))).toBe(true);
    claimed.push({ id: token?.ticketId, typeIndex: token?.typeIndex, revision: token?.revision });
  }
  expect(claimed).toEqual(tickets.map((id) => ({ id, typeIndex: 3, revision: 1 })));
  const calendar = mail.attachments.find((part) => part.filename === 'event.ics');
  expect(calendar?.content.toString()).toContain('DTSTART:20270618T183000Z');
});

test('each link in the email opens its own ticket and no other', async () => {
  const { booking, tickets } = await book(2);
  const mail = await mailOf(await queue({ kind: 'booking_confirmed', payload: {}, bookingId: booking }));
  const links = [...mail.html.matchAll(/tickets\/([\w-]{36})#([\w.-]+)/g)].map(
    (match) => [match[1]!, match[2]!] as const,
  );
  expect(links.map(([id]) => id)).toEqual(tickets);
  const [[first, token]] = links as [readonly [string, string]];
  const caller: Caller = { kind: 'link', token, ...seals.readLinkToken(token)! };
  expect(await view(caller, first)).toMatchObject({
    ok: true,
    viewed: { accessToken: token, code: expect.any(String) },
  });
  expect(await view(caller, tickets[1]!)).toEqual({ ok: false, code: 'not_found' });
});

test('over HTTP a ticket has a page, a picture and a calendar file, cached nowhere and hidden from others', async () => {
  const { tickets } = await book(1);
  const [id] = tickets as [string];
  const token = seals.linkToken({ scope: 'ticket', id, version: 1 });
  const api = new Hono<AppEnv>().use(withCaller).route('/tickets', ticketPages);
  const ask = (path: string, headers: Record<string, string> = {}) =>
    api.request(`/tickets/${path}`, { headers }, deps() as never);
  const page = await ask(id, { Authorization: `Bearer ${token}` });
  expect([page.status, page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
    200,
    'no-store',
    'no-referrer',
  ]);
  const { code } = (await page.json()) as { code: string };
  const picture = await ask(`${id}.png?t=${token}`);
  expect([picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual([
    'image/png',
    'no-store',
  ]);
  const [found] = await readBarcodes(new Uint8Array(await picture.arrayBuffer()), { formats: ['QRCode'] });
  expect(found?.text).toBe(code);
  expect(await (await ask(`${id}.ics`, { Authorization: `Bearer ${token}` })).text()).toContain('SUMMARY:Rave & Co');
  const refused = [id, `${id}.png`, `${id}.png?t=${token}x`, `${v7()}.png?t=${token}`, 'x.png', 'x', `${id}.ics`];
  for (const path of refused) expect([path, (await ask(path)).status]).toEqual([path, 404]);
});

test('a link that was raised, forged, or made for another scope opens nothing', async () => {
  const { booking, tickets, event } = await book(1);
  const [id] = tickets as [string];
  expect(await view(link('booking', booking), id)).toMatchObject({ ok: true });
  expect(await view(link('booking', event), id)).toEqual({ ok: false, code: 'not_found' });
  expect(await view({ kind: 'anonymous' }, id)).toEqual({ ok: false, code: 'not_found' });
  expect(await view(link('ticket', v7()), v7())).toEqual({ ok: false, code: 'not_found' });
  await insert('update tickets set link_version = 2 where id = $1', [id]);
  expect(await view(link('ticket', id), id)).toEqual({ ok: false, code: 'not_found' });
});

test('a cancelled ticket has no code, and a booking without valid tickets sends none', async () => {
  const { booking, tickets } = await book(1);
  await insert(`update tickets set status = 'cancelled' where booking_id = $1`, [booking]);
  expect(await view(link('booking', booking), tickets[0]!)).toMatchObject({ ok: true, viewed: { code: null } });
  const id = await queue({ kind: 'booking_confirmed', payload: {}, bookingId: booking });
  const why = 'No ticket of this booking is valid any more.';
  expect(await deps().outbox.findMail(id)).toMatchObject({ state: 'overtaken', lastError: why });
});

test('sixty tickets are one email with the first of them and a note about the rest', async () => {
  const { booking } = await book(60);
  const mail = await mailOf(await queue({ kind: 'booking_confirmed', payload: {}, bookingId: booking }));
  expect(mail.attachments.filter((part) => part.inline)).toHaveLength(25);
  expect(mail.text).toContain('35 more tickets');
  expect(Buffer.byteLength(mail.html)).toBeLessThan(102_000);
});

test('a request for links sends all of them in one email, and none to an unknown address', async () => {
  const email = `${v7()}@example.org`;
  const made = [await book(1, email), await book(1, email.toUpperCase())];
  const kicks: string[] = [];
  const rooms = { postman: () => ({ kick: async () => void kicks.push('postman') }) };
  const ask = (address: string) =>
    requestBookingLinks(
      { ids: systemIds, rooms: rooms as never, mailSources: deps().mailSources, rateLimits: unlimited },
      { email: address, locale: 'en', client: null },
    );
  await ask('nobody@example.org');
  await ask(email);
  await drainOutbox(deps(), MAIL_LANE, (leased) => sendMail(deps(), leased));
  const mail = await mailbox.waitFor((message) => message.to.some((to) => to.toLowerCase() === email), 1000);
  for (const { booking } of made) expect(mail.html).toContain(`/bookings/${booking}#b1.`);
  expect(mail.text).not.toContain('waiting for payment');
  expect((await mailbox.messages()).filter((message) => message.to.includes('nobody@example.org'))).toEqual([]);
  expect(kicks).toEqual(['postman', 'postman']);
});

test('among the links an unpaid booking says until when it waits, and an expired one is left out', async () => {
  const email = `${v7()}@example.org`;
  const paid = await book(1, email);
  const waiting = await book(1);
  const lapsed = await book(1);
  const lapsing = await book(1);
  const hold = (booking: string, interval: string, mailedTo = email) =>
    insert(
      `update bookings set status = 'pending_payment', confirmed_at = null, buyer_email = $3,
         hold_expires_at = date_trunc('day', now()) + $2::interval where id = $1`,
      [booking, interval, mailedTo],
    );
  await hold(waiting.booking, '2 days 16 hours 45 minutes');
  await hold(lapsed.booking, '-1 minute');
  await hold(lapsing.booking, '1 day');
  await requestBookingLinks(
    { ids: systemIds, rooms: quietRooms, mailSources: deps().mailSources, rateLimits: unlimited },
    { email, locale: 'en', client: null },
  );
  // It lapses between the asking and the sending.
  await hold(lapsing.booking, '-1 minute');
  await drainOutbox(deps(), MAIL_LANE, (leased) => sendMail(deps(), leased));
  const mail = await mailbox.waitFor((message) => message.to.includes(email), 1000);
  const linked = [...mail.html.matchAll(/bookings\/([\w-]{36})#/g)].map((match) => match[1]);
  expect(linked.sort()).toEqual([paid.booking, waiting.booking].sort());
  expect(mail.text.match(/waiting for payment until \w{3},? (16:45 UTC|1[78]:45 CES?T)/g)).toHaveLength(1);
});

test('the email about an expired hold is not sent for a booking that was paid after all', async () => {
  const { booking } = await book(1);
  const id = await queue({ kind: 'hold_expired', payload: {}, bookingId: booking });
  expect(await deps().outbox.findMail(id)).toMatchObject({
    state: 'overtaken',
    lastError: 'The booking is confirmed by now.',
  });
});

test('account emails have name and link, and an unknown kind fails for staff to see', async () => {
  const link = { name: 'Kim <b>', url: `${baseUrl}/verify#x` };
  const messages: MailMessage[] = [
    { kind: 'verify_address', payload: link },
    { kind: 'reset_password', payload: link },
    { kind: 'staff_invitation', payload: { ...link, inviter: 'Ada', role: 'editor' } },
  ];
  for (const message of messages) {
    const mail = await mailOf(await queue({ ...message, recipient: 'kim@example.org' }));
    expect(mail.html).toContain(`href="${baseUrl}/verify#x"`);
    expect(mail.html).not.toContain('<b>');
  }
  const { booking } = await book(1);
  const odd = v7();
  await insert(`insert into outbox (id, lane, kind, payload, booking_id) values ($1, 'mail', 'horoscope', '{}', $2)`, [
    odd,
    booking,
  ]);
  await drainOutbox(deps(), MAIL_LANE, (leased) => sendMail(deps(), leased));
  expect(await deps().outbox.findMail(odd)).toMatchObject({
    state: 'failed',
    lastError: expect.stringContaining('horoscope'),
  });
});

test('a transferred ticket is emailed to its holder with the valid code, and to no one who transferred it since', async () => {
  const { booking, tickets } = await book(1);
  const [id] = tickets as [string];
  const first = `${v7()}@example.org`;
  const second = `${v7()}@example.org`;
  const about = { bookingId: booking, ticketId: id, number: 'ACDE-FGHJ' };
  const received = (recipient: string) =>
    queue({ kind: 'ticket_received', payload: { ...about, from: 'Zoë' }, recipient, bookingId: booking });
  const transfer = (email: string) =>
    insert('update tickets set holder_email = $2, attendee_name = $3, revision = revision + 1 where id = $1', [
      id,
      email,
      'Þór',
    ]);
  await transfer(first);
  const mail = await mailOf(await received(first));
  expect(mail).toMatchObject({ to: [first], subject: 'A ticket from Zoë: Rave & Co' });
  const picture = mail.attachments.find((part) => part.inline);
  const [found] = await readBarcodes(new Uint8Array(picture!.content), { formats: ['QRCode'] });
  expect(parseToken(found?.text ?? '')).toMatchObject({ ticketId: id, revision: 2 });
  expect(mail.html).not.toContain('/bookings/');
  await transfer(second);
  expect(await deps().outbox.findMail(await received(first))).toMatchObject({
    state: 'overtaken',
    lastError: 'The ticket has been transferred to someone else since.',
  });
  const to = { name: 'Þór', email: second };
  const away = await mailOf(await queue({ kind: 'ticket_transferred', payload: { ...about, to }, recipient: first }));
  expect([away.to, away.attachments]).toEqual([[first], []]);
  const gone = await mailOf(await queue({ kind: 'ticket_void', payload: about, recipient: second }));
  expect(gone.text).toContain('ACDE-FGHJ');
});

test('a place on the waiting list has a link of its own, and an offer leads to its booking while it is valid', async () => {
  const { event, booking } = await book(1);
  const entry = v7();
  const email = `${v7()}@example.org`;
  await insert(
    `insert into waiting_entries (id, event_id, ticket_type_id, quantity, name, email, email_normalized)
     select $1, $2, id, 2, 'Zoë', $3, $3 from ticket_types where event_id = $2`,
    [entry, event, email],
  );
  const payload = { waitingEntryId: entry };
  const mail = await mailOf(await queue({ kind: 'waiting_joined', payload, recipient: email }));
  const token = seals.linkToken({ scope: 'waiting', id: entry, version: 1 });
  expect(mail.html).toContain(`href="${baseUrl}/waiting-list/${entry}#${token}"`);
  expect(mail.text).toContain('2 × Evening');
  const until = '2027-06-02T10:00:00Z';
  const offer = { kind: 'waiting_offer', payload: { until }, bookingId: booking } as const;
  expect(await deps().outbox.findMail(await queue(offer))).toMatchObject({
    state: 'overtaken',
    lastError: 'The booking is confirmed by now.',
  });
  await insert(
    `update bookings set status = 'pending_payment', confirmed_at = null, hold_expires_at = now() + interval '1 hour' where id = $1`,
    [booking],
  );
  expect((await mailOf(await queue(offer))).html).toContain(`/bookings/${booking}#`);
});

test('emails about money alone go to the organizer with a link to the office, never with the buyer’s', async () => {
  const { booking, event } = await book(1);
  const payload = { amount: 1250, currency: 'EUR', reason: 'fraudulent' };
  const messages: MailMessage[] = [
    { kind: 'refund_failed', payload },
    { kind: 'dispute', payload: { ...payload, status: 'open', dueAt: null } },
  ];
  const office = `${baseUrl}/office/events/${event}/bookings?booking=${booking}`;
  for (const message of messages) {
    const mail = await mailOf(await queue({ ...message, bookingId: booking, recipient: 'staff@example.org' }));
    expect(mail.to).toEqual(['staff@example.org']);
    expect(mail.html).toContain(office);
    expect(mail.html).not.toContain(`/bookings/${booking}#`);
  }
});

test('the email of a booking paid at the door says what is due; that of a cancelled event has the organizer’s message', async () => {
  const { booking, event } = await book(1);
  await insert(
    `update bookings set status = 'pending_payment', confirmed_at = null, method = 'at_door', hold_expires_at = '2027-06-18T18:00Z' where id = $1`,
    [booking],
  );
  const confirmed = await mailOf(await queue({ kind: 'booking_confirmed', payload: {}, bookingId: booking }));
  expect(confirmed.text).toContain('Due at the door: €12.50');
  await insert(`update events set status = 'cancelled', cancel_message = 'The hall is flooded.' where id = $1`, [
    event,
  ]);
  const cancelled = await mailOf(
    await queue({
      kind: 'booking_cancelled',
      payload: { amount: 1250, currency: 'EUR', given: 0, owed: 0, withBank: 0, kept: 0 },
      bookingId: booking,
    }),
  );
  expect(cancelled.subject).toBe('Cancelled: Rave & Co');
  expect(cancelled.text).toContain('The hall is flooded.');
  expect(cancelled.text).toContain('€12.50 is on its way to the card');
});

test('emails that wait under their former names while the database is migrated are renamed, and sent', async () => {
  const tags = journal().map(({ tag }) => tag);
  const later = tags.slice(tags.indexOf('0006_mail_kinds'));
  const { booking, event, tickets } = await book(1);
  const entry = v7();
  const email = `${v7()}@example.org`;
  await insert(
    `insert into waiting_entries (id, event_id, ticket_type_id, quantity, name, email, email_normalized)
     select $1, $2, id, 2, 'Zoë', $3, $3 from ticket_types where event_id = $2`,
    [entry, event, email],
  );
  await insert(`update events set status = 'cancelled' where id = $1`, [event]);
  await migrateDown(url, later.length);
  const to = { name: 'Þór', email: `${v7()}@example.org` };
  const before = [
    { id: v7(), kind: 'ticket_passed_on', payload: { ticketId: tickets[0], number: 'ACDE-FGHJ', to } },
    { id: v7(), kind: 'waiting_called_off', payload: { waitingEntryId: entry } },
  ];
  for (const { id, kind, payload } of before)
    await insert(
      `insert into outbox (id, lane, kind, payload, recipient, booking_id) values ($1, 'mail', $2, $3, $4, $5)`,
      [id, kind, payload, email, booking],
    );
  expect(await migrate(url)).toEqual(later);
  const ids = before.map(({ id }) => id);
  const { rows } = await insert('select kind from outbox where id = any($1) order by id', [ids]);
  expect(rows.map(({ kind }) => kind)).toEqual(['ticket_transferred', 'event_cancelled']);
  await drainOutbox(deps(), MAIL_LANE, (leased) => sendMail(deps(), leased));
  const mails = await Promise.all(ids.map(mailOf));
  expect(mails.map((mail) => mail.to)).toEqual([[email], [email]]);
  expect(mails[0]!.text).toContain('Þór');
  expect(mails[1]!.subject).toBe('Cancelled: Rave & Co');
  for (const id of ids) expect(await deps().outbox.findMail(id)).toMatchObject({ state: 'sent', lastError: null });
});
