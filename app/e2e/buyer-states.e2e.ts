import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type EventPlan, plainEvent } from '../../worker/testing/seed/factories.ts';
import { openSite, type Site } from './site.ts';
import { shareBrowser } from './shared-browser.ts';
import * as shop from './shop.ts';
import { phone, visit, type Visitor } from './visitor.ts';

const lena = { name: 'Lena Ångström', email: 'lena@example.com' };
const SECOND = 1000;
let site: Site;
let browser: Browser;
let visitors: Visitor[] = [];
let made = 0;

beforeAll(async () => {
  site = await openSite();
  browser = await shareBrowser(site.undo);
});

afterAll(() => site?.close());

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const { shot } of visitors) await shot('failed');
  const complaints = visitors.flatMap((visitor) => visitor.complaints);
  for (const { page } of visitors) await page.context().close();
  visitors = [];
  expect(complaints).toEqual([]);
});

async function newVisitor(): Promise<Visitor> {
  const visitor = await visit(browser, { url: site.url, viewport: phone, folder: 'buyer-states' });
  visitors.push(visitor);
  return visitor;
}

/** An event of its own, so that no test sees another's bookings. */
async function announce(changes: Partial<EventPlan['draft']> = {}, size = 100): Promise<{ id: string; slug: string }> {
  const plan = plainEvent({}, size);
  const { event } = await site.makeEvent({ ...plan, draft: { ...plan.draft, slug: `evening-${++made}`, ...changes } });
  return event;
}

/** Opens the form with one ticket and fills it in. */
async function fillForm(visitor: Visitor, slug: string, tickets: Record<string, number>): Promise<void> {
  await shop.order(visitor.page, slug, tickets);
  await shop.fillBuyer(visitor.page, lena);
}

/** Goes as far as the provider's page. */
async function goToPayment(visitor: Visitor, slug: string): Promise<void> {
  await fillForm(visitor, slug, { Full: 1 });
  await visitor.page.getByRole('button', { name: 'Continue to payment' }).click();
  await shop.toPayment(visitor.page);
}

const bookingsOf = (eventId: string) =>
  site.query<{ id: string; status: string }>(
    'select id, status from bookings where event_id = $1 order by created_at',
    [eventId],
  );

test('an open page shows that the last ticket is gone, without a reload', async () => {
  const event = await announce({}, 1);
  const watcher = await newVisitor();
  const buyer = await newVisitor();
  await watcher.page.goto(`/events/${event.slug}`);
  await watcher.page.getByText('Only 1 left').first().waitFor();
  await watcher.shot('one-left');
  await fillForm(buyer, event.slug, { Free: 1 });
  await buyer.page.getByRole('button', { name: 'Confirm booking' }).click();
  await buyer.page.getByRole('heading', { name: 'You’re in' }).waitFor();
  await watcher.page.getByText('Sold out').first().waitFor();
  await watcher.page.getByRole('link', { name: 'Join the waiting list' }).first().waitFor();
  expect(await watcher.page.getByRole('button', { name: /^Add one/ }).count()).toBe(0);
  await watcher.shot('sold-out');
});

test('a held ticket doesn’t make the event sold out', async () => {
  const event = await announce({}, 1);
  const buyer = await newVisitor();
  const watcher = await newVisitor();
  await goToPayment(buyer, event.slug);
  await watcher.page.goto(`/events/${event.slug}`);
  await watcher.page.getByText('Currently reserved').first().waitFor();
  await watcher.page
    .getByText(/The next may be released in \d+:\d\d/)
    .first()
    .waitFor();
  await watcher.shot('held');
});

test('a countdown runs before sales open, and the buttons then appear without a reload', async () => {
  const event = await announce({ bookingOpensAt: new Date(Date.now() + 12 * SECOND) });
  const { page, shot } = await newVisitor();
  await page.goto(`/events/${event.slug}`);
  await page.getByText(/^Booking opens/).waitFor();
  expect(await page.getByRole('button', { name: /^Add one/ }).count()).toBe(0);
  await page.evaluate('window.stayed = true');
  await shot('not-open');
  await page.getByRole('button', { name: 'Add one Full' }).waitFor();
  await shop.choose(page, { Full: 1 });
  await shop.goOn(page);
  expect(await page.evaluate(`'stayed' in window`)).toBe(true);
});

test('an expired hold releases its tickets, and one click holds them again', async () => {
  const event = await announce();
  const buyer = await newVisitor();
  const { page, shot } = buyer;
  await goToPayment(buyer, event.slug);
  await page.getByTestId('walk-away').click();
  await page.getByText('Held for you').waitFor();
  await shot('pending');
  await site.query(`update bookings set hold_expires_at = now() - interval '1 second' where event_id = $1`, [event.id]);
  await site.heartbeat();
  await page.getByRole('heading', { name: 'Your time ran out' }).waitFor();
  await shot('lapsed');
  expect(await site.query('select held, sold from quotas where event_id = $1', [event.id])).toEqual([
    { held: 0, sold: 0 },
  ]);
  await page.getByRole('button', { name: 'Hold them again' }).click();
  await shop.toPayment(page);
  expect((await bookingsOf(event.id)).map(({ status }) => status)).toEqual(['expired', 'pending_payment']);
});

test('after a declined card the booking says so in words, and a second try pays it once', async () => {
  const event = await announce();
  const buyer = await newVisitor();
  const { page, shot } = buyer;
  await goToPayment(buyer, event.slug);
  await shop.payBy(page, 'declined');
  await page.getByTestId('complaint').waitFor();
  await page.getByTestId('walk-away').click();
  await page.getByText('Your card was declined').waitFor();
  await page.getByText('You haven’t been charged.').waitFor();
  await shot('declined');
  await page.getByRole('button', { name: /^Try again: pay/ }).click();
  await shop.toPayment(page);
  await shop.payBy(page, 'ok');
  await page.getByRole('heading', { name: 'You’re in' }).waitFor();
  const payments = `select p.status from payments p join bookings b on b.id = p.booking_id where b.event_id = $1`;
  expect(await site.query(payments, [event.id])).toEqual([{ status: 'succeeded' }]);
});

test('a double click, the back button and a reload make one booking', async () => {
  const event = await announce();
  const buyer = await newVisitor();
  const { page } = buyer;
  await fillForm(buyer, event.slug, { Free: 2 });
  const confirm = page.getByRole('button', { name: 'Confirm booking' });
  await confirm.dblclick();
  await page.getByRole('heading', { name: 'You’re in' }).waitFor();
  const first = shop.bookingIdIn(page.url());
  for (const again of ['back', 'reload'] as const) {
    await page.goBack();
    await confirm.waitFor();
    if (again === 'reload') await page.reload();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe(lena.name);
    await confirm.click();
    await page.getByRole('heading', { name: 'You’re in' }).waitFor();
    expect(shop.bookingIdIn(page.url())).toBe(first);
  }
  expect(await bookingsOf(event.id)).toEqual([{ id: first, status: 'confirmed' }]);
});

test('a buyer who changes their tickets finds their earlier choice, by the link and by the back button', async () => {
  const event = await announce();
  const { page, shot } = await newVisitor();
  await shop.order(page, event.slug, { Full: 2, Free: 1 });
  await page.getByRole('link', { name: 'Change tickets' }).click();
  const chosen = (name: string) => page.getByRole('group', { name: `Quantity, ${name}` }).getByRole('status');
  await expect.poll(() => chosen('Full').innerText()).toBe('2');
  expect([await chosen('Reduced').innerText(), await chosen('Free').innerText()]).toEqual(['0', '1']);
  await shot('changing');
  await page.getByRole('button', { name: 'Remove one Full' }).click();
  await shop.goOn(page);
  await page.getByText('€25.00').first().waitFor();
  await page.goBack();
  await expect.poll(() => chosen('Full').innerText()).toBe('1');
  await page.reload();
  await expect.poll(() => chosen('Free').innerText()).toBe('1');
});

test('two tabs want the last ticket: one gets it, the other reads why it didn’t and what to do next', async () => {
  const event = await announce({}, 1);
  const one = await newVisitor();
  await fillForm(one, event.slug, { Free: 1 });
  const two = await one.page.context().newPage();
  await shop.order(two, event.slug, { Free: 1 });
  await shop.fillBuyer(two, lena);
  await one.page.getByRole('button', { name: 'Confirm booking' }).click();
  await one.page.getByRole('heading', { name: 'You’re in' }).waitFor();
  await two.getByRole('button', { name: 'Confirm booking' }).click();
  await two.getByText('There aren’t enough tickets left.').waitFor();
  await two.screenshot({ path: 'test-results/buyer-states/two-tabs-refused.png' });
  expect(await two.getByLabel('Name').inputValue()).toBe(lena.name);
  await two.getByRole('link', { name: 'Change tickets' }).last().click();
  await two.getByRole('heading', { name: 'Evening', level: 1 }).waitFor();
  expect((await bookingsOf(event.id)).length).toBe(1);
});

test('a booking that is open in two tabs and paid in one shows its tickets in the other', async () => {
  const event = await announce();
  const buyer = await newVisitor();
  const { page } = buyer;
  await goToPayment(buyer, event.slug);
  await page.getByTestId('walk-away').click();
  await page.getByText('Held for you').waitFor();
  const other = await page.context().newPage();
  const [token] = await secretsOf(page);
  await other.goto(`${new URL(page.url()).pathname}#${token}`);
  await other.getByText('Held for you').waitFor();
  await other.getByRole('button', { name: /^Pay/ }).click();
  await shop.toPayment(other);
  await shop.payBy(other, 'ok');
  await other.getByRole('heading', { name: 'You’re in' }).waitFor();
  await page.bringToFront();
  await page.getByRole('heading', { name: 'You’re in' }).waitFor();
});

/** The secrets that this tab stores for its bookings. */
const secretsOf = (page: Visitor['page']) =>
  page.evaluate<string[]>(
    `Object.entries(sessionStorage).filter(([name]) => name.startsWith('booking ')).map(([, secret]) => secret)`,
  );

test('no one opens another person’s booking without its secret', async () => {
  const event = await announce();
  const buyer = await newVisitor();
  await fillForm(buyer, event.slug, { Free: 1 });
  await buyer.page.getByRole('button', { name: 'Confirm booking' }).click();
  await buyer.page.getByRole('heading', { name: 'You’re in' }).waitFor();
  const stranger = await newVisitor();
  await stranger.page.goto(`/bookings/${shop.bookingIdIn(buyer.page.url())}`);
  await stranger.page.getByRole('heading', { name: 'We can’t find this booking' }).waitFor();
  await stranger.shot('no-secret');
  expect(await stranger.page.getByText(lena.name).count()).toBe(0);
});
