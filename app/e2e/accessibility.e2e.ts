import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../dev/browser.ts';
import { plainEvent } from '../../worker/testing/factories.ts';
import { violations } from './accessibility.ts';
import { signIn } from './account.ts';
import { openHouse, type House } from './house.ts';
import * as shop from './shop.ts';
import { desk, phone, visit, type Visitor } from './visitor.ts';

let house: House;
let browser: Browser;
let event: { id: string; slug: string };

beforeAll(async () => {
  house = await openHouse();
  browser = await launchBrowser();
  house.undo.add(() => browser.close());
  const plan = plainEvent();
  const said = { summary: 'An evening.', description: '## Who plays\n\n- Ilse\n- Ada', accent: '#ffd43b' };
  ({ event } = await house.makeEvent({ ...plan, draft: { ...plan.draft, ...said } }));
});

afterAll(() => house?.close());

const come = (viewport: typeof phone) => visit(browser, { url: house.url, viewport, folder: 'accessibility' });

/** What is wrong in light and in dark, in every size that it is used in. */
async function faultsOf({ page, shot }: Visitor, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const viewport of [phone, desk]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await shot(`${name}-${colorScheme}-${viewport.width}`);
      faults.push(...(await violations(page)).map((fault) => `${name}, ${colorScheme}, ${viewport.width}: ${fault}`));
    }
  }
  return faults;
}

test('the list, the event’s page and the form read well for everybody', async () => {
  const buyer = await come(phone);
  await buyer.page.goto('/');
  await buyer.page.getByRole('heading', { name: 'Events' }).waitFor();
  const faults = await faultsOf(buyer, 'events');
  await buyer.page.goto(`/events/${event.slug}`);
  await shop.choose(buyer.page, { Full: 1 });
  faults.push(...(await faultsOf(buyer, 'event')));
  await shop.goOn(buyer.page);
  faults.push(...(await faultsOf(buyer, 'book')));
  await buyer.page.getByRole('button', { name: 'Continue to payment' }).click();
  await buyer.page.getByText('Tell us the name for this booking.').waitFor();
  faults.push(...(await faultsOf(buyer, 'book-with-errors')));
  expect(faults).toEqual([]);
});

test('a booking and its ticket read well for everybody', async () => {
  const buyer = await come(phone);
  const { page } = buyer;
  await shop.order(page, event.slug, { Full: 1, Free: 1 });
  await shop.fillBuyer(page, { name: 'Lena Ångström', email: 'lena@example.com' });
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await shop.toPayment(page);
  await page.getByTestId('walk-away').click();
  await page.getByText('Held for you').waitFor();
  const faults = await faultsOf(buyer, 'booking-pending');
  await page.getByRole('button', { name: /^Pay/ }).click();
  await shop.toPayment(page);
  await shop.payBy(page, 'ok');
  await page.getByRole('heading', { name: 'You’re in' }).waitFor();
  await page.getByRole('img', { name: 'QR code of this ticket' }).first().waitFor();
  faults.push(...(await faultsOf(buyer, 'booking-confirmed')));
  const ticketPath = (await page.getByRole('link', { name: 'Open' }).first().getAttribute('href'))!;
  await page.goto(ticketPath);
  await page.getByRole('img', { name: 'QR code of this ticket' }).waitFor();
  faults.push(...(await faultsOf(buyer, 'ticket')));
  expect(faults).toEqual([]);
});

test('signing in reads well for everybody', async () => {
  const visitor = await come(phone);
  const faults: string[] = [];
  for (const path of ['/sign-in', '/sign-up', '/forgot', '/find-my-tickets']) {
    await visitor.page.goto(path);
    faults.push(...(await faultsOf(visitor, path.slice(1))));
  }
  expect(faults).toEqual([]);
});

test('the office reads well for everybody', async () => {
  const admin = await come(desk);
  const { page } = admin;
  await page.goto('/sign-in');
  await signIn(page, house.admin);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.goto('/account');
  await page.getByRole('heading', { name: 'Account' }).waitFor();
  const faults = await faultsOf(admin, 'account');
  const pages = {
    office: '/office',
    'office-events': '/office/events',
    'office-new': '/office/events/new',
    'office-details': `/office/events/${event.id}`,
    'office-tickets': `/office/events/${event.id}/tickets`,
    'office-bookings': `/office/events/${event.id}/bookings`,
    'office-door': `/office/events/${event.id}/door`,
    'office-mail': '/office/mail',
    'office-staff': '/office/staff',
  };
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    faults.push(...(await faultsOf(admin, name)));
  }
  expect(faults).toEqual([]);
});

test('the door reads well for everybody', async () => {
  const crew = await come(phone);
  const { page } = crew;
  await page.goto('/sign-in');
  await signIn(page, house.admin);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.goto(`/live/${event.id}`);
  await page.getByTestId('inside').waitFor();
  const faults = await faultsOf(crew, 'live');
  await page.goto(`/gate/${event.id}`);
  const choice = page.getByTestId('gate-choice');
  await choice.waitFor();
  faults.push(...(await faultsOf(crew, 'scanner-gates')));
  await choice.getByRole('button').last().click();
  faults.push(...(await faultsOf(crew, 'scanner')));
  await page.getByRole('button', { name: 'Type a number' }).click();
  faults.push(...(await faultsOf(crew, 'scanner-number')));
  await page.getByLabel('Ticket number').fill('0000-0000');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByTestId('verdict').waitFor();
  faults.push(...(await faultsOf(crew, 'scanner-invalid')));
  expect(faults).toEqual([]);
});
