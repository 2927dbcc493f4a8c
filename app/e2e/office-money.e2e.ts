import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { signIn } from './account.ts';
import { openSite, type Site } from './site.ts';
import * as office from './office.ts';
import * as screens from './screens.ts';
import { shareBrowser } from './shared-browser.ts';
import * as shop from './shop.ts';
import { desk, phone, visit, type Visitor } from './visitor.ts';

const lena = { name: 'Lena Ångström', email: 'lena@example.com' };
const choir = { name: 'Choir of St. Bartholomew on the Hill', email: 'choir@example.com' };
const title = 'Lanterns: a night of small songs';
const visitors: Visitor[] = [];
let site: Site;
let browser: Browser;
let admin: Visitor;
let page: Page;
let event: { id: string; slug: string };

beforeAll(async () => {
  site = await openSite();
  browser = await shareBrowser(site.undo);
  const plan = plainEvent({}, 100);
  const ticketTypes = [{ name: 'Regular', priceMinor: 2300, quotas: Object.keys(plan.quotas) }];
  const draft = { ...plan.draft, title, slug: 'lanterns', cancelUntilHours: null };
  ({ event } = await site.makeEvent({ ...plan, draft, ticketTypes }));
});

afterAll(() => site?.close());

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const { shot } of visitors) await shot('failed');
  expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
});

async function newVisitor(viewport: typeof phone): Promise<Visitor> {
  const visitor = await visit(browser, { url: site.url, viewport, folder: 'office-money' });
  visitors.push(visitor);
  return visitor;
}

const look = (name: string) => screens.look(admin, name);

const dialog = (name: string) => page.getByRole('dialog', { name });
const openBooking = async (buyer: string) => {
  await page.getByRole('link', { name: buyer }).click();
  const sheet = dialog(buyer);
  await sheet.getByText('Ordered').waitFor();
  return sheet;
};

test('a buyer pays 23.00 by card', async () => {
  const buyer = await newVisitor(phone);
  await shop.order(buyer.page, event.slug, { Regular: 1 });
  await shop.fillBuyer(buyer.page, lena);
  await buyer.page.getByRole('button', { name: 'Continue to payment' }).click();
  await shop.toPayment(buyer.page);
  await shop.payBy(buyer.page, 'ok');
  await expect
    .poll(() => site.query('select status from bookings where event_id = $1', [event.id]), { timeout: 20_000 })
    .toEqual([{ status: 'confirmed' }]);
});

test('an organizer makes a bundle and says how buyers can cancel', async () => {
  admin = await newVisitor(desk);
  ({ page } = admin);
  await page.goto(`/sign-in?next=/office/events/${event.id}/tickets`);
  await signIn(page, site.admin);
  await page.getByRole('button', { name: 'Add a ticket type' }).click();
  const fields = page.getByRole('listitem').filter({ has: page.getByLabel('Tickets per item') });
  await fields.getByLabel('Name', { exact: true }).fill('Table of four');
  await fields.getByLabel('Price in EUR').fill('80');
  await fields.getByLabel('Tickets per item').fill('4');
  await look('types');
  await office.save(page);
  await office.openTab(page, 'Details');
  await page.getByLabel('Buyers can cancel').selectOption({ label: 'Until some hours before the start' });
  await page.getByLabel('Hours before the start').fill('24');
  await page.getByLabel('Fee kept, percent').fill('10');
  await page.getByLabel('Buyers can pay at the door').check();
  await page.getByRole('heading', { name: 'Sale rules' }).scrollIntoViewIfNeeded();
  await look('sale-rules');
  await office.save(page);
  await expect
    .poll(() =>
      site.query(
        `select t.places, t.price_minor::int as price, e.cancel_until_hours as hours, e.cancel_fee_basis_points as share,
          e.at_door_payment as "atDoor" from ticket_types t join events e on e.id = t.event_id where t.name = 'Table of four'`,
      ),
    )
    .toEqual([{ places: 4, price: 8000, hours: 24, share: 1000, atDoor: true }]);
});

test('questions are added and reordered, by button and by dragging', async () => {
  await office.openTab(page, 'Questions');
  await look('questions-empty');
  for (const [at, label] of ['How did you hear of us?', 'What do you eat?', 'May we take pictures?'].entries()) {
    await page.getByRole('button', { name: 'Add a question' }).click();
    await page.getByLabel('Question', { exact: true }).fill(label);
    if (at === 1) {
      await page.getByLabel('Answer type').selectOption({ label: 'Single choice' });
      await page.getByLabel('Asked').selectOption({ label: 'For each ticket' });
      await page.getByLabel('Options').fill('Fish\nRice');
    }
  }
  await page.getByRole('button', { name: 'Move up: What do you eat?' }).press('Enter');
  await page.getByRole('button', { name: /^What do you eat\?/ }).click();
  await look('questions');
  await page.getByRole('button', { name: /^What do you eat\?/ }).click();
  const handle = page.getByRole('listitem').filter({ hasText: 'May we take pictures?' }).getByTitle('Drag to reorder');
  const from = await handle.boundingBox();
  const to = await page.getByRole('listitem').first().boundingBox();
  await page.mouse.move(from!.x + 8, from!.y + 20);
  await page.mouse.down();
  await page.mouse.move(from!.x + 8, to!.y + 30, { steps: 12 });
  await page.mouse.move(from!.x + 8, to!.y + 4, { steps: 4 });
  await page.mouse.up();
  await office.save(page);
  await expect
    .poll(() => site.query('select label, kind, per from questions where event_id = $1 order by position', [event.id]))
    .toEqual([
      { label: 'May we take pictures?', kind: 'text', per: 'booking' },
      { label: 'What do you eat?', kind: 'choice', per: 'ticket' },
      { label: 'How did you hear of us?', kind: 'text', per: 'booking' },
    ]);
});

test('a coupon is created once its mistakes are corrected', async () => {
  await office.openTab(page, 'Coupons');
  await page.getByRole('heading', { name: 'No coupons yet' }).waitFor();
  await look('coupons-empty');
  await page.getByRole('button', { name: 'New coupon' }).click();
  const sheet = dialog('New coupon');
  await sheet.getByRole('button', { name: 'Random' }).click();
  expect(await sheet.getByLabel('Code').inputValue()).toMatch(/^[A-Z0-9]{8}$/);
  await sheet.getByLabel('Code').fill('EARLY');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await sheet.getByText('Please fill this in.').waitFor();
  await sheet.getByLabel('Percent off').fill('10');
  await sheet.getByLabel('Total uses').fill('10');
  await look('coupon-sheet');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await page.getByText('0 of 10').waitFor();
});

test('staff book for someone else, with the coupon and in cash', async () => {
  await office.openTab(page, 'Bookings');
  await page.getByRole('button', { name: 'New booking' }).click();
  const sheet = dialog('New booking');
  await sheet.getByRole('button', { name: 'Add one Regular' }).click();
  await sheet.getByRole('button', { name: 'Add one Regular' }).click();
  await sheet.getByLabel('Name').fill(choir.name);
  await sheet.getByLabel('Email').fill(choir.email);
  await sheet.getByLabel('Paid by').selectOption({ label: 'Cash' });
  await sheet.getByLabel('Coupon code').fill('early');
  await sheet.getByText('€41.40').first().waitFor();
  await look('new-booking');
  await sheet.getByRole('button', { name: 'Book', exact: true }).click();
  const made = dialog(choir.name);
  await made.getByText('Coupon EARLY').waitFor();
  await made.getByText('€41.40').first().waitFor();
  await look('booking');
  await page.keyboard.press('Escape');
  await office.openTab(page, 'Coupons');
  await page.getByText('1 of 10').waitFor();
  await page.getByText('€4.60').waitFor();
  await look('coupons');
});

test('one ticket is cancelled, and its share is refunded', async () => {
  await office.openTab(page, 'Bookings');
  const sheet = await openBooking(choir.name);
  await sheet
    .getByRole('button', { name: /^Cancel Choir/ })
    .first()
    .click();
  expect(await dialog('Cancel tickets?').getByLabel('I’m refunding it now').isChecked()).toBe(true);
  await look('cancel-ticket');
  await dialog('Cancel tickets?').getByRole('button', { name: 'Cancel 1 ticket' }).click();
  await sheet.getByText('Refunded outside Stripe').waitFor();
  await sheet.getByText('€20.70 is left.').waitFor();
  const [row] = await site.query(
    `select b.ticket_count::int as tickets, sum(r.amount_minor)::int as back from bookings b
      join payments p on p.booking_id = b.id join refunds r on r.payment_id = p.id where b.buyer_email = $1 group by b.id`,
    [choir.email],
  );
  expect(row).toEqual({ tickets: 1, back: 2070 });
  await page.keyboard.press('Escape');
});

test('a refund of more than was paid is refused and names the amount left; a partial refund succeeds', async () => {
  const sheet = await openBooking(lena.name);
  await sheet.getByText('€23.00 is left.').waitFor();
  await sheet.getByRole('button', { name: 'Refund', exact: true }).click();
  const asked = dialog('Refund');
  await asked.getByLabel('Amount in EUR').fill('25');
  await asked.getByLabel('Reason').fill('The first half fell out');
  await asked.getByRole('button', { name: 'Refund' }).click();
  await asked.getByText('€23.00 is left.', { exact: true }).waitFor();
  await look('refund-refused');
  await asked.getByLabel('Amount in EUR').fill('5.00');
  await asked.getByRole('button', { name: 'Refund' }).click();
  await sheet.getByText('€18.00 is left.').waitFor();
  await expect
    .poll(() => site.query(`select status from refunds where amount_minor = 500`), { timeout: 20_000 })
    .toEqual([{ status: 'succeeded' }]);
  await sheet.getByText('The first half fell out').first().waitFor();
  const receipt = await sheet.getByRole('link', { name: /^Receipt/ }).getAttribute('href');
  const pdf = await page.request.get(receipt!);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  await page.keyboard.press('Escape');
});

test('a name is changed and a ticket transferred', async () => {
  const sheet = await openBooking(lena.name);
  await sheet.getByRole('button', { name: /^Rename Lena/ }).click();
  await dialog('Change the name on the ticket').getByLabel('Name').fill('Leah Ångström');
  await dialog('Change the name on the ticket').getByRole('button', { name: 'Rename' }).click();
  await sheet.getByText('Renamed: Lena Ångström → Leah Ångström').waitFor();
  await sheet.getByRole('button', { name: /^Transfer Leah/ }).click();
  const transferDialog = dialog('Transfer ticket');
  await transferDialog.getByLabel('Name').fill('Bo');
  await transferDialog.getByLabel('Email').fill('bo@example.com');
  await look('pass-on');
  await transferDialog.getByRole('button', { name: 'Transfer' }).click();
  await sheet.getByText('Transferred', { exact: true }).waitFor();
  await look('booking-history');
  await page.keyboard.press('Escape');
});

test('a bank disputes a payment: the dashboard leads to the booking, which has the check-in record', async () => {
  await site.query(
    `insert into disputes (id, stripe_dispute_id, payment_id, status, amount_minor, currency, reason, evidence_due_at)
      select gen_random_uuid(), 'dp_1', p.id, 'open', 2300, 'EUR', 'product_not_received', now() + interval '7 days'
      from payments p join bookings b on b.id = p.booking_id where b.buyer_email = $1`,
    [lena.email],
  );
  await page.goto('/office');
  await page.getByText('1 payment is disputed').waitFor();
  await look('dashboard');
  await page.getByRole('link', { name: lena.name }).click();
  const sheet = dialog(lena.name);
  await sheet.getByText('€23.00 disputed').waitFor();
  await look('dispute');
  const coming = page.waitForEvent('download');
  await sheet.getByRole('button', { name: 'Check-in record as CSV' }).click();
  expect((await coming).suggestedFilename()).toMatch(/^check-in-[A-Z0-9]{4}-[A-Z0-9]{4}\.csv$/);
  await page.keyboard.press('Escape');
});

test('waiting-list entries are listed, and removed after a confirmation', async () => {
  const plan = plainEvent({ ticketTypes: [{ name: 'Seat', priceMinor: 0, quotas: ['House'] }] }, 1);
  const { event: small } = await site.makeEvent({
    ...plan,
    draft: { ...plan.draft, title: 'One seat', slug: 'seat' },
  });
  const [seat] = await site.query<{ id: string }>('select id from ticket_types where event_id = $1', [small.id]);
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${site.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(201);
  };
  const one = { ticketTypeId: seat!.id, quantity: 1 };
  await post('/bookings/create', { eventId: small.id, items: [one], buyer: lena });
  await post(`/events/${small.id}/waiting-list`, {
    ...one,
    name: 'Mo Wait',
    email: 'mo.wait.of.the.long.address@example.com',
  });
  await page.goto(`/office/events/${small.id}/waiting-list`);
  await page.getByText('Mo Wait').waitFor();
  await look('waiting-list');
  await page.getByRole('button', { name: 'Remove Mo Wait from the list' }).click();
  await dialog('Remove Mo Wait from the list?').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Mo Wait was removed from the list.').waitFor();
  expect(await site.query(`select status from waiting_entries where name = 'Mo Wait'`)).toEqual([{ status: 'left' }]);
});

test('the event is cancelled: payments are refunded unless a bank disputes them, and the page shows the progress to the end', async () => {
  await page.goto(`/office/events/${event.id}`);
  await page.getByRole('button', { name: 'Cancel event' }).click();
  const asked = dialog('Cancel this event?');
  await asked.getByText('2 bookings will be cancelled').waitFor();
  await asked.getByText('A payment of €18.00 is disputed').waitFor();
  expect(await asked.getByText(/will be refunded to buyers/).count()).toBe(0);
  await asked.getByText(/refund it yourself/).waitFor();
  await asked.getByLabel('Message to attendees').fill('The roof has to be mended.');
  await asked.getByRole('button', { name: 'Yes, cancel it' }).click();
  await asked.getByText('This isn’t the title.').waitFor();
  await look('call-off');
  await asked.getByLabel('Type the event’s title').fill(title);
  await asked.getByRole('button', { name: 'Yes, cancel it' }).click();
  await page.getByText(/bookings cancelled/).waitFor();
  const done = page.getByRole('heading', { name: 'The event is cancelled' });
  await expect.poll(() => site.heartbeat().then(() => done.count()), { timeout: 60_000, interval: 1000 }).toBe(1);
  await page.getByText('2 of 2 bookings cancelled').waitFor();
  await page.getByText(/^1 refund of .* is outstanding/).waitFor();
  await look('called-off');
  const rows = await site.query(
    `select b.status, p.method, (p.amount_minor - (select sum(amount_minor) from refunds r where r.payment_id = p.id
      and r.status = case when p.method = 'stripe' then 'succeeded' else r.status end))::int as left from bookings b join payments p on p.booking_id = b.id order by p.method`,
  );
  expect(rows).toEqual([
    { status: 'cancelled', method: 'cash', left: 0 },
    { status: 'cancelled', method: 'stripe', left: 1800 },
  ]);
  // Cash is owed until it has been handed over: the dashboard lists the buyers.
  await page.goto('/office');
  await page.getByText('1 refund is outstanding').waitFor();
  expect(await page.getByText('1 refund is due now').count()).toBe(0);
  await site.query(`update disputes set status = 'won'`);
  await page.reload();
  await page.getByText('1 refund is due now').waitFor();
  await look('dashboard-owed');
  await page.getByRole('link', { name: choir.name }).click();
  const sheet = dialog(choir.name);
  await sheet.getByText('Refund outstanding', { exact: true }).last().scrollIntoViewIfNeeded();
  await look('owed');
  await sheet.getByRole('button', { name: 'Mark as refunded' }).click();
  await look('owed-asked');
});
