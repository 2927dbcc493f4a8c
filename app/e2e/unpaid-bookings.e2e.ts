import { expect, test } from 'vitest';
import { countRequests, heading, press } from './page.ts';
import { makeProgramme } from './programme.ts';
import { openSiteFixture } from './site-fixture.ts';
import { look } from './screens.ts';
import * as shop from './shop.ts';

const fixture = openSiteFixture('unpaid-bookings');
const programme = makeProgramme(fixture);
const { newVisitor } = fixture;

test('a buyer who pays at the door has the tickets right away, with the amount due, and can still release them', async () => {
  const event = await programme.announce({ atDoorPayment: true });
  const visitor = await newVisitor();
  const { page } = visitor;
  await shop.order(page, event.slug, { Full: 2 });
  await shop.fillBuyer(page, shop.lena);
  await page.getByLabel('At the door').check();
  await page.getByLabel('I need a company invoice').check();
  await page.getByLabel('Company', { exact: true }).fill('Ångström & Töchter GmbH');
  await look(visitor, 'at-the-door-form');
  await press(page, 'Book, pay at the door');
  await heading(page, 'Your tickets are reserved');
  await page.getByText('Due at the door: €50.00').waitFor();
  await expect.poll(() => page.getByRole('img', { name: 'QR code of this ticket' }).count()).toBe(2);
  const asked = countRequests(page, '/api/v1/bookings/');
  await look(visitor, 'at-the-door');
  expect(asked()).toBe(0);
  await page.getByText('Receipts are made out to Ångström & Töchter GmbH.').waitFor();
  await press(page, 'Cancel booking');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click();
  await heading(page, 'This booking is cancelled');
  expect(await fixture.site.query('select held, sold from quotas where event_id = $1', [event.id])).toEqual([
    { held: 0, sold: 0 },
  ]);
  // The next booking starts with the default, not with the previous choice.
  await shop.order(page, event.slug, { Full: 1 });
  await page.getByLabel('At the door').waitFor();
  await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe(shop.lena.name);
  expect(await page.getByLabel('At the door').isChecked()).toBe(false);
});

test('after a hold expires one click holds the same tickets again; when they are gone, the waiting list is offered', async () => {
  const event = await programme.announce({ waitingList: true }, { size: 1 });
  const visitor = await newVisitor();
  const { page } = visitor;
  const lapse = async () => {
    await page.getByTestId('walk-away').click();
    await page.getByText('Held for you').waitFor();
    await fixture.site.query(
      `update bookings set hold_expires_at = now() - interval '1 second' where event_id = $1 and status = 'pending_payment'`,
      [event.id],
    );
    await fixture.site.heartbeat();
    await heading(page, 'Your time ran out');
  };
  await shop.order(page, event.slug, { Full: 1 });
  await shop.fillBuyer(page, shop.lena);
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  await lapse();
  await look(visitor, 'lapsed');
  await press(page, 'Hold them again');
  await shop.toPayment(page);
  await lapse();
  await shop.bookFree((await newVisitor()).page, event.slug, { buyer: { name: 'Ada', email: 'ada@example.com' } });
  await press(page, 'Hold them again');
  await page.getByText('There aren’t enough tickets left.').waitFor();
  await look(visitor, 'lapsed-sold-out');
  await page.getByRole('link', { name: 'Join the waiting list' }).click();
  await heading(page, 'Waiting list');
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe(shop.lena.name);
});

test('a buyer can release an unpaid booking, and its ticket is free right away', async () => {
  const event = await programme.announce({}, { size: 1 });
  const visitor = await newVisitor();
  const { page } = visitor;
  await shop.order(page, event.slug, { Full: 1 });
  await shop.fillBuyer(page, shop.lena);
  await press(page, 'Continue to payment');
  await shop.toPayment(page);
  await page.getByTestId('walk-away').click();
  await page.getByText('Once you start paying, you’ll have at least 10 minutes.').waitFor();
  await look(visitor, 'pending');
  await press(page, 'Release my tickets');
  await look(visitor, 'giving-back');
  await page.getByRole('dialog').getByRole('button', { name: 'Release my tickets' }).click();
  await heading(page, 'This booking is cancelled');
  expect(await fixture.site.query('select held, sold from quotas where event_id = $1', [event.id])).toEqual([
    { held: 0, sold: 0 },
  ]);
});
