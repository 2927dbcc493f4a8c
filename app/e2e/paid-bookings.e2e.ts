import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { linkIn } from './mail.ts';
import { heading, press } from './page.ts';
import { makeProgramme } from './programme.ts';
import { openSiteFixture } from './site-fixture.ts';
import { look } from './screens.ts';
import * as shop from './shop.ts';

const fixture = openSiteFixture('paid-bookings');
const programme = makeProgramme(fixture);
const { newVisitor } = fixture;

test('after a transfer the buyer no longer sees the ticket’s code, the new holder does, and its name can be changed', async () => {
  const event = await programme.announce({ cancelUntilHours: 1 });
  const buyer = await newVisitor();
  const { page } = buyer;
  await shop.bookFree(buyer.page, event.slug, { tickets: { Free: 2 } });
  const old = await page.getByRole('link', { name: 'Open' }).first().getAttribute('href');
  await page.getByRole('button', { name: 'Change name' }).last().click();
  await page.getByLabel('Who’s it for?').fill('Þór Übermuth');
  await look(buyer, 'renaming');
  await press(page, 'Save');
  await page.getByRole('article', { name: 'Free, Þór Übermuth' }).waitFor();
  await page.getByRole('button', { name: 'Transfer' }).first().click();
  await press(page, 'Transfer ticket');
  await page.getByText('Enter the new ticket holder’s name.').waitFor();
  await page.getByText('After that you can’t cancel this booking yourself.').waitFor();
  await page.getByLabel('New ticket holder').fill('Zoë Nwosu');
  await page.getByLabel('Their email').fill('zoe@example.com');
  await look(buyer, 'passing-on');
  await press(page, 'Transfer ticket');
  await page.getByText('Transferred to Zoë Nwosu, who has the code now.').waitFor();
  expect(await page.getByRole('img', { name: 'QR code of this ticket' }).count()).toBe(1);
  await look(buyer, 'passed-on');

  const stranger = await newVisitor();
  await stranger.page.goto(old!);
  await heading(stranger.page, 'We can’t find this ticket');
  await look(stranger, 'ticket-gone');

  const mail = await fixture.site.mailbox.waitFor(
    ({ to, html }) => to.includes('zoe@example.com') && html.includes('src="cid:'),
  );
  const holder = await newVisitor();
  await holder.page.goto(linkIn(mail, /\/tickets\//));
  await holder.page.getByRole('img', { name: 'QR code of this ticket' }).waitFor();
  await holder.page.getByText('Zoë Nwosu').first().waitFor();
  await look(holder, 'received');
});

test('a company can be added later, and the receipt is a file', async () => {
  const event = await programme.announce();
  const buyer = await newVisitor();
  const { page } = buyer;
  await shop.bookPaid(buyer.page, event.slug);
  await press(page, 'Add company or VAT ID');
  await page.getByLabel('Company', { exact: true }).fill('Ångström & Töchter GmbH');
  await look(buyer, 'billing');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Receipts are made out to Ångström & Töchter GmbH.').waitFor();
  const saved = page.waitForEvent('download');
  await press(page, 'Save PDF');
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('the refund of one ticket shows beside the other ticket', async () => {
  const event = await programme.announce();
  const buyer = await newVisitor();
  const { page } = buyer;
  await shop.bookPaid(buyer.page, event.slug, { Full: 2 });
  const id = shop.bookingIdIn(page.url());
  const [ticket] = await fixture.site.query<{ id: string }>('select id from tickets where booking_id = $1 limit 1', [
    id,
  ]);
  await programme.call('POST', `/bookings/${id}/cancel-tickets`, { ticketIds: [ticket!.id], refund: true });
  await page.reload();
  await page.getByText(/^(Your refund of €25\.00 is on its way|€25\.00 refunded)$/).waitFor();
  await look(buyer, 'partly-refunded');
});

test('a phone that wakes up shows the current status: the event has been cancelled', async () => {
  const event = await programme.announce();
  const buyer = await newVisitor();
  const { page } = buyer;
  await shop.bookPaid(buyer.page, event.slug);
  await programme.call('POST', `/events/${event.id}/cancel`, { refund: true, message: '' });
  await fixture.site.heartbeat();
  const status = () => fixture.site.query('select status from bookings where event_id = $1', [event.id]);
  await expect.poll(status, { timeout: 20_000 }).toEqual([{ status: 'cancelled' }]);
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await heading(page, 'The event is cancelled');
  await page.getByText(/^(Your refund of €25\.00 is on its way|€25\.00 refunded)$/).waitFor();
  await look(buyer, 'called-off');
});

test('an open page shows within half a minute what staff changed, and whether the money was refunded', async () => {
  const event = await programme.announce();
  const buyer = await newVisitor();
  const { page } = buyer;
  await page.clock.install();
  await shop.bookPaid(page, event.slug);
  const id = shop.bookingIdIn(page.url());
  await programme.call('PUT', `/bookings/${id}/status`, { status: 'cancelled', refund: true });
  await page.clock.fastForward(26_000);
  await heading(page, 'This booking is cancelled');
  const refunds = () => fixture.site.query('select status from refunds');
  await expect.poll(refunds, { timeout: 20_000 }).not.toContainEqual({ status: 'pending' });
  await fixture.site.query(
    `update refunds set status = 'failed' where payment_id in (select id from payments where booking_id = $1)`,
    [id],
  );
  await page.clock.fastForward(26_000);
  await page.getByText('We couldn’t refund €25.00 yet', { exact: true }).waitFor();
  expect(await page.getByText('€25.00 refunded', { exact: true }).count()).toBe(0);
  await look(buyer, 'refund-failed');
});
