import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../dev/browser.ts';
import { writeCameraVideo } from '../../dev/camera-frames.ts';
import type { Message } from '../../dev/mail-message.ts';
import { temporaryFolder } from '../../dev/temporary-folder.ts';
import { signIn, signUp } from './account.ts';
import { openSite, type Site } from './site.ts';
import { forge, linkIn, picturesIn, readQr } from './mail.ts';
import * as office from './office.ts';
import * as scanner from './scanner.ts';
import * as shop from './shop.ts';
import { desk, phone, visit, type Visitor } from './visitor.ts';

const lena = { name: 'Lena Ångström', email: 'lena@example.com', password: 'three lanterns in the yard' };
const concert = {
  title: 'Lanterns: a night of small songs',
  summary: 'Four voices, one harmonium, and as much light as a hundred candles give.',
  venue: 'Kesselhaus am Kanal',
  city: 'Berlin',
  address: 'Uferstraße 8, 13357 Berlin',
};

const folder = temporaryFolder('story');
const camera = { a: join(folder.path, 'a.y4m'), b: join(folder.path, 'b.y4m') };
const show = (at: 'a' | 'b', pictures: Buffer[]) => writeCameraVideo(camera[at], pictures);
const visitors: Visitor[] = [];
let site: Site;
let browserA: Browser;
let browserB: Browser;
let admin: Visitor;
let buyer: Visitor;
let doorA: Visitor;
let doorB: Visitor;
let live: Visitor;
let eventId: string;
let bookingId: string;
let ticketMail: Message;
let codes: Buffer[];

beforeAll(async () => {
  site = await openSite();
  for (const at of ['a', 'b'] as const) show(at, []);
  [browserA, browserB] = (await Promise.all(
    [camera.a, camera.b].map((fakeCamera) => launchBrowser({ fakeCamera })),
  )) as [Browser, Browser];
  site.undo.add(() => browserA.close());
  site.undo.add(() => browserB.close());
});

afterAll(async () => {
  await site?.close();
  folder.remove();
});

// Every visitor's screen when the test failed.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const { shot } of visitors) await shot('failed');
});

async function newVisitor(browser: Browser, viewport: typeof phone): Promise<Visitor> {
  const visitor = await visit(browser, { url: site.url, viewport, folder: 'story' });
  visitors.push(visitor);
  return visitor;
}

test('a super admin signs in and creates an event: two paid types and a free one that share a quota', async () => {
  admin = await newVisitor(browserA, desk);
  const { page, shot } = admin;
  await page.goto('/sign-in');
  await shot('sign-in');
  await signIn(page, site.admin);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await shot('office-before');
  eventId = await office.createEvent(page, concert);
  await office.addTicketType(page, { name: 'Regular', price: '24.00' });
  await office.addTicketType(page, { name: 'Reduced', price: '16.50', doorNote: 'Check the reduction' });
  await office.addTicketType(page, { name: 'Children', doorNote: 'With an adult' });
  await office.setPlaces(page, 120);
  await shot('ticket-types');
  await office.save(page);
  await office.openTab(page, 'Door');
  await office.addGates(page, ['Yard', 'Canal side']);
  await shot('gates');
  const types = await site.query(
    `select t.name, t.price_minor::int, q.size from ticket_types t join ticket_type_quotas l on l.ticket_type_id = t.id
      join quotas q on q.id = l.quota_id where t.event_id = $1 order by t.position`,
    [eventId],
  );
  expect(types).toEqual([
    { name: 'Regular', price_minor: 2400, size: 120 },
    { name: 'Reduced', price_minor: 1650, size: 120 },
    { name: 'Children', price_minor: 0, size: 120 },
  ]);
});

test('a published event is in the public list, and no one finds a draft', async () => {
  buyer = await newVisitor(browserB, phone);
  await buyer.page.goto('/');
  const card = buyer.page.getByRole('link', { name: concert.title });
  await buyer.page.getByRole('heading', { name: 'Events' }).waitFor();
  expect(await card.count()).toBe(0);

  await admin.page.getByRole('button', { name: 'Publish' }).click();
  await admin.page.getByText('Event published.').waitFor();
  await admin.shot('published');
  await expect.poll(() => buyer.page.reload().then(() => card.count()), { timeout: 20_000, interval: 500 }).toBe(1);
  await buyer.shot('events');
});

test('a person registers and verifies their address through the link in the mailbox', async () => {
  const { page, shot } = buyer;
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Create account' }).click();
  await shot('sign-up');
  await signUp(page, lena);
  await page.getByRole('heading', { name: 'Account' }).waitFor();
  await page.getByText('Confirm your email', { exact: true }).waitFor();
  await shot('account-unverified');
  const mail = await site.mailbox.waitFor(({ to, html }) => to.includes(lena.email) && html.includes('/verify#'));
  await page.goto(linkIn(mail, /\/verify#/));
  await shot('verify');
  await page.getByRole('button', { name: 'Confirm my email' }).click();
  await page.getByRole('heading', { name: 'Email confirmed' }).waitFor();
  await shot('verified');
  const [user] = await site.query('select email_verified, role from users where email = $1', [lena.email]);
  expect(user).toEqual({ email_verified: true, role: 'attendee' });
});

test('they book two paid and one free ticket, are declined once, and pay', async () => {
  const { page, shot } = buyer;
  await page.goto('/');
  await page.getByRole('link', { name: concert.title }).click();
  await page.getByRole('heading', { name: concert.title, level: 1 }).waitFor();
  await shot('event');
  await shop.choose(page, { Regular: 1, Reduced: 1, Children: 1 });
  await page.getByRole('heading', { name: 'Tickets', exact: true }).scrollIntoViewIfNeeded();
  await shot('chosen');
  await shop.goOn(page);
  // A signed-in buyer's details are filled in.
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe(lena.name);
  expect(await page.getByLabel('Email').inputValue()).toBe(lena.email);
  await shot('book');
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await shop.toPayment(page);
  expect(await page.getByTestId('total').textContent()).toBe('€40.50');
  await shop.payBy(page, 'declined');
  await page.getByTestId('complaint').waitFor();
  await shot('payment-declined');
  await page.getByTestId('walk-away').click();
  await page.getByText('Your card was declined').waitFor();
  await shot('booking-declined');
  bookingId = shop.bookingIdIn(page.url());
  await page.getByRole('button', { name: 'Try again: pay €40.50' }).click();
  await shop.toPayment(page);
  await shop.payBy(page, 'ok');
  await page.getByRole('heading', { name: 'You’re in' }).waitFor();
  expect(await page.getByRole('article').count()).toBe(3);
  await shot('confirmed');
  const [booking] = await site.query('select status, total_minor::int from bookings where id = $1', [bookingId]);
  expect(booking).toEqual({ status: 'confirmed', total_minor: 4050 });
});

test('the email has a QR code for each ticket, as inline pictures', async () => {
  ticketMail = await site.mailbox.waitFor(({ to, html }) => to.includes(lena.email) && html.includes('src="cid:'));
  const pictures = picturesIn(ticketMail);
  const texts = await Promise.all(pictures.map(readQr));
  expect(new Set(texts).size).toBe(3);
  codes = pictures;
  const mails = await site.mailbox.messages();
  expect(mails.filter(({ to, html }) => to.includes(lena.email) && html.includes('src="cid:')).length).toBe(1);

  const { page, shot } = buyer;
  await page.goto(linkIn(ticketMail, /\/tickets\//));
  await page.getByRole('img', { name: 'QR code of this ticket' }).waitFor();
  await page.getByText('Valid', { exact: true }).waitFor();
  await shot('ticket');
});

test('scanner A admits the code from the email, and scanner B sees the count within a second', async () => {
  live = await newVisitor(browserA, desk);
  doorA = await newVisitor(browserA, phone);
  doorB = await newVisitor(browserB, phone);
  for (const { page } of [live, doorA, doorB]) {
    await page.goto('/sign-in');
    await signIn(page, site.admin);
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  }
  await live.page.goto(`/live/${eventId}`);
  await live.page.getByTestId('inside').waitFor();
  await scanner.openScanner(doorA.page, eventId, 'Yard');
  await scanner.openScanner(doorB.page, eventId, 'Canal side');
  await doorB.shot('scanner-ready');
  expect(await doorB.page.getByTestId('counts').innerText()).toMatch(/0\s*\/\s*3/);

  const admitted = await scanner.noteWhen(doorA.page, '[data-result=admitted]');
  const counted = await scanner.noteWhen(doorB.page, '[data-testid=inside]', '1');
  const countedLive = await scanner.noteWhen(live.page, '[data-testid=inside]', '1');
  show('a', [codes[0]!]);
  const shown = await scanner.verdict(doorA.page);
  await doorA.shot('admitted');
  expect(shown).toEqual({ result: 'admitted', text: expect.stringContaining(lena.name) });
  const admittedAt = await admitted();
  expect((await counted()) - admittedAt).toBeLessThan(1000);
  expect((await countedLive()) - admittedAt).toBeLessThan(1000);
  await scanner.verdictGone(doorA.page);
  await doorA.shot('scanner-after');
});

test('scanner B says that the ticket is already in, with time and gate', async () => {
  const [entry] = await doorA.page.getByText(/^IN · \d\d:\d\d/).allInnerTexts();
  const time = /\d\d:\d\d/.exec(entry!)![0];
  show('b', [codes[0]!]);
  const shown = await scanner.verdict(doorB.page);
  await doorB.shot('already-in');
  expect(shown.result).toBe('already_in');
  expect(shown.text).toContain('ALREADY IN');
  expect(shown.text).toContain(`${time} · Yard`);
  await scanner.touch(doorB.page);
  await scanner.verdictGone(doorB.page);
  expect(await doorB.page.getByTestId('inside').innerText()).toBe('1');
});

test('a forged code is invalid, and the next guest’s code is read right away', async () => {
  show('b', [await forge(await readQr(codes[1]!))]);
  const shown = await scanner.verdict(doorB.page);
  await doorB.shot('invalid');
  expect(shown).toEqual({ result: 'invalid', text: expect.not.stringContaining(lena.name) });
  show('b', [codes[1]!]);
  await doorB.page.locator('[data-testid=verdict][data-result=admitted]').waitFor();
  await doorB.shot('next-admitted');
});

test('the live dashboard shows all of it', async () => {
  const { page, shot } = live;
  await expect.poll(() => page.getByTestId('inside').innerText()).toBe('2');
  expect(await page.getByTestId('to-come').innerText()).toBe('1');
  await shot('live');
  const last = page
    .locator('section, div')
    .filter({ has: page.getByRole('heading', { name: 'Last scans' }) })
    .last();
  const rows = await last.getByRole('listitem').all();
  const results = await Promise.all(rows.map((row) => row.getAttribute('data-result')));
  expect(results).toEqual(['admitted', 'invalid', 'already_in', 'admitted']);
});

test('the office shows the booking, its payment, its email, and who is inside', async () => {
  const { page, shot } = admin;
  await office.openTab(page, 'Bookings');
  await page.getByRole('link', { name: lena.name }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Paid by card.').waitFor();
  await sheet.getByText('Booking confirmed, with tickets').waitFor();
  await shot('office-booking');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await office.openTab(page, 'Door');
  const guests = page.getByRole('table', { name: 'Attendees' });
  await expect.poll(() => guests.getByText('Inside', { exact: true }).count(), { timeout: 15_000 }).toBe(2);
  await shot('office-door');
  await page.getByRole('link', { name: 'Dashboard' }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await expect.poll(() => office.figure(page, 'Tickets sold').innerText()).toContain('3');
  expect(await office.figure(page, 'Revenue').innerText()).toContain('€40.50');
  await shot('office-after');
});

test('the ticket’s page says when and where it was used', async () => {
  const { page, shot } = buyer;
  await page.reload();
  await page.getByText(/Used at \d\d:\d\d · Yard/).waitFor();
  await shot('ticket-used');
});

test('no console of theirs has an error', () => {
  expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
});
