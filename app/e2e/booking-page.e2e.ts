import { expect, test } from 'vitest';
import { openApiClient } from '../../worker/testing/api-client.ts';
import { signIn } from './account.ts';
import type { Site } from './site.ts';
import { linkIn } from './mail.ts';
import { heading, press } from './page.ts';
import { makeProgramme, type } from './programme.ts';
import { openSiteFixture } from './site-fixture.ts';
import { look } from './screens.ts';
import * as shop from './shop.ts';
import type { Visitor } from './visitor.ts';

const lena = { name: 'Lena Ångström', email: 'lena@example.com' };
const fixture = openSiteFixture('booking-page');
const { newVisitor } = fixture;
const { announce, ask, call } = makeProgramme(fixture);
const query: Site['query'] = (sql, values) => fixture.site.query(sql, values);
const free = { ticketTypes: [type('Seat', 0)] };

async function bookFree({ page }: Visitor, slug: string, tickets: number): Promise<string> {
  await shop.order(page, slug, { Seat: tickets });
  await shop.fillBuyer(page, lena);
  await press(page, 'Confirm booking');
  await heading(page, 'You’re in');
  return shop.bookingIdIn(page.url());
}
const checkIn = (bookingId: string) =>
  query(
    `insert into attendance (id, event_id, ticket_id, session_id, entry_device_id, entry_scan_id, entered_at, only_entry)
      select gen_random_uuid(), t.event_id, t.id, s.id, gen_random_uuid(), gen_random_uuid(), now(), false from tickets t
      join event_sessions s on s.event_id = t.event_id where t.booking_id = $1 order by t.position limit 1`,
    [bookingId],
  );

test('a buyer who can’t cancel reads why, and the address to write to', async () => {
  const contact = { organizerName: 'Hafenkultur e. V.', contactEmail: 'hello@hafenkultur.example' };
  const event = await announce({ cancelUntilHours: null, ...contact }, free);
  const visitor = await newVisitor();
  const { page } = visitor;
  const bookingId = await bookFree(visitor, event.slug, 2);
  await page.getByText('Bookings for this event can’t be cancelled online.').waitFor();
  const write = page.getByRole('link', { name: 'Email Hafenkultur e. V.' });
  expect(await write.getAttribute('href')).toMatch(/^mailto:hello@hafenkultur\.example\?subject=/);
  await write.scrollIntoViewIfNeeded();
  await look(visitor, 'not-cancellable');
  const again = async (hours: number | null, words: string | RegExp) => {
    await query('update events set cancel_until_hours = $2 where id = $1', [event.id, hours]);
    await page.reload();
    await page.getByText(words).waitFor();
  };
  await again(24 * 365, /You could cancel online until/);
  await again(1, 'You didn’t pay anything, so there’s nothing to refund.');
  await checkIn(bookingId);
  await again(1, /A ticket from this booking has already been used/);
  await query('update attendance set undone_at = now() where event_id = $1', [event.id]);
  await query(`update tickets set holder_email = 'bo@example.com' where booking_id = $1 and position = 0`, [bookingId]);
  await query(`update events set contact_email = null where id = $1`, [event.id]);
  await again(1, /You transferred a ticket from this booking/);
  await page.getByText('For anything else, contact the organizer: Hafenkultur e. V.').waitFor();
  expect(await write.count()).toBe(0);
});

test('answers can be changed until a ticket is checked in', async () => {
  const event = await announce({}, free);
  const questions = [
    { kind: 'text', label: 'How did you hear of us?', per: 'booking', required: true },
    { kind: 'choice', label: 'Dish', options: ['Fish', 'Rice'], per: 'ticket' },
  ];
  await ask(event, questions);
  const visitor = await newVisitor();
  const { page } = visitor;
  await shop.order(page, event.slug, { Seat: 2 });
  await shop.fillBuyer(page, lena);
  await page.getByLabel('How did you hear of us?').fill('A poster');
  await page.getByRole('group', { name: 'Ticket 1: Seat' }).getByLabel('Dish').selectOption('Fish');
  await press(page, 'Confirm booking');
  await heading(page, 'You’re in');
  const bookingId = shop.bookingIdIn(page.url());
  await press(page, 'Change your answers');
  const heard = page.getByLabel('How did you hear of us?');
  expect(await heard.inputValue()).toBe('A poster');
  await heard.fill('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Please answer this.').waitFor();
  expect(await heard.and(page.locator(':focus')).count()).toBe(1);
  await look(visitor, 'answers');
  await heard.fill('A friend');
  await page.getByRole('group', { name: 'Ticket 2: Seat' }).getByLabel('Dish').selectOption('Rice');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await query('select place, value from answers where booking_id = $1 order by place', [bookingId])).toEqual([
    { place: -1, value: 'A friend' },
    { place: 0, value: 'Fish' },
    { place: 1, value: 'Rice' },
  ]);
  await checkIn(bookingId);
  await page.reload();
  await heading(page, 'You’re in');
  await expect.poll(() => page.getByRole('button', { name: 'Change your answers' }).count()).toBe(0);
});

test('a ticket to be paid at the door says so until it is paid; then the buyer’s email leads to the receipt', async () => {
  const event = await announce({ atDoorPayment: true }, { ticketTypes: [type('Seat', 2500)] });
  const visitor = await newVisitor();
  const { page } = visitor;
  await shop.order(page, event.slug, { Seat: 2 });
  await shop.fillBuyer(page, lena);
  await page.getByLabel('At the door').check();
  await press(page, 'Book, pay at the door');
  await heading(page, 'Your tickets are reserved');
  const bookingId = shop.bookingIdIn(page.url());
  await expect.poll(() => page.getByText('Due at the door', { exact: true }).count()).toBe(2);
  await look(visitor, 'due-booking');
  await page.getByRole('link', { name: 'Open', exact: true }).first().click();
  await page.getByText(/For all 2 tickets of the booking/).waitFor();
  const badge = page.getByText('Due at the door: €50.00');
  await badge.waitFor();
  expect(await page.getByText('Valid', { exact: true }).count()).toBe(0);
  await look(visitor, 'due-ticket');
  await call('PUT', `/bookings/${bookingId}/status`, { status: 'confirmed', paidBy: 'cash' });
  await page.reload();
  await page.getByText('Valid', { exact: true }).waitFor();
  expect(await badge.count()).toBe(0);
  const mail = await fixture.site.mailbox.waitFor((message) => message.subject.startsWith('Paid: €50.00'));
  const [receipt] = (await call<{ items: { number: string }[] }>('GET', `/bookings/${bookingId}/receipts`)).items;
  expect(mail.text).toContain(receipt!.number);
  await page.goto(linkIn(mail, /\/bookings\//));
  await page.getByText(receipt!.number).waitFor();
});

test('the account shows the waiting-list entry, its position, and an offer', async () => {
  const event = await announce({ title: 'One seat', waitingList: true }, { ...free, size: 1 });
  const grace = { name: 'Grace Hopper', email: 'grace@example.com', password: 'a compiler of my own' };
  await fixture.site.makeUser({ ...grace, role: 'attendee' });
  const first = await newVisitor();
  const bookingId = await bookFree(first, event.slug, 1);
  const guest = openApiClient(fixture.site.url);
  const request = { ticketTypeId: event.types.Seat, quantity: 1 };
  for (const { name, email } of [{ name: 'Mo', email: 'mo@example.com' }, grace])
    expect(
      (await guest('POST', `/events/${event.id}/waiting-list`, { body: { ...request, name, email } })).status,
    ).toBe(201);
  const visitor = await newVisitor();
  const { page } = visitor;
  await page.goto('/sign-in?next=/account');
  await signIn(page, grace);
  await heading(page, 'Waiting list');
  await page.getByText('Place 2 in line').waitFor();
  await look(visitor, 'account-waiting');
  await call('PUT', `/bookings/${bookingId}/status`, { status: 'cancelled' });
  const [mo] = await query<{ id: string }>(`select id from waiting_entries where email = 'mo@example.com'`);
  await call('DELETE', `/waiting-list/${mo!.id}`);
  await page.reload();
  await expect.poll(() => page.getByText('Held for you', { exact: true }).count()).toBe(2);
  await look(visitor, 'account-offer');
  await page.getByRole('link', { name: 'One seat' }).first().click();
  await heading(page, 'A ticket for you');
});
