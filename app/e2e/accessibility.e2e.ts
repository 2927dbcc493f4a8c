import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { signIn } from './account.ts';
import { openSite, type Site } from './site.ts';
import { look } from './screens.ts';
import { shareBrowser } from './shared-browser.ts';
import * as shop from './shop.ts';
import { desk, phone, visit } from './visitor.ts';

let site: Site;
let browser: Browser;
let event: { id: string; slug: string };

beforeAll(async () => {
  site = await openSite();
  browser = await shareBrowser(site.undo);
  const plan = plainEvent();
  const said = { summary: 'An evening.', description: '## Who plays\n\n- Ilse\n- Ada', accent: '#ffd43b' };
  const gates = ['Main entrance, by the stairs behind the cloakroom', 'Side door'];
  ({ event } = await site.makeEvent({ ...plan, gates, draft: { ...plan.draft, ...said } }));
});

afterAll(() => site?.close());

const newVisitor = (viewport: typeof phone) => visit(browser, { url: site.url, viewport, folder: 'accessibility' });

/** Texts cut off with an ellipsis. */
const cutIn = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('main *')]
    .filter((one) => getComputedStyle(one).textOverflow === 'ellipsis' && one.scrollWidth > one.clientWidth)
    .map((one) => one.innerText)`);

test('the list, the event’s page and the form are accessible', async () => {
  const buyer = await newVisitor(phone);
  await buyer.page.goto('/');
  await buyer.page.getByRole('heading', { name: 'Events' }).waitFor();
  await look(buyer, 'events');
  await buyer.page.goto(`/events/${event.slug}`);
  await shop.choose(buyer.page, { Full: 1 });
  await look(buyer, 'event');
  await shop.goOn(buyer.page);
  await look(buyer, 'book');
  await buyer.page.getByRole('button', { name: 'Continue to payment' }).click();
  await buyer.page.getByText('Enter a name for this booking.').waitFor();
  await look(buyer, 'book-with-errors');
});

test('a booking and its ticket are accessible', async () => {
  const buyer = await newVisitor(phone);
  const { page } = buyer;
  await shop.order(page, event.slug, { Full: 1, Free: 1 });
  await shop.fillBuyer(page, { name: 'Lena Ångström', email: 'lena@example.com' });
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await shop.toPayment(page);
  await page.getByTestId('walk-away').click();
  await page.getByText('Held for you').waitFor();
  await look(buyer, 'booking-pending');
  await page.getByRole('button', { name: /^Pay/ }).click();
  await shop.toPayment(page);
  await shop.payBy(page, 'ok');
  await page.getByRole('heading', { name: 'You’re in' }).waitFor();
  await page.getByRole('img', { name: 'QR code of this ticket' }).first().waitFor();
  await look(buyer, 'booking-confirmed');
  const ticketPath = (await page.getByRole('link', { name: 'Open' }).first().getAttribute('href'))!;
  await page.goto(ticketPath);
  await page.getByRole('img', { name: 'QR code of this ticket' }).waitFor();
  await look(buyer, 'ticket');
});

test('signing in is accessible', async () => {
  const visitor = await newVisitor(phone);
  for (const path of ['/sign-in', '/sign-up', '/forgot', '/find-my-tickets']) {
    await visitor.page.goto(path);
    await look(visitor, path.slice(1));
  }
});

test('the office is accessible', async () => {
  const admin = await newVisitor(desk);
  const { page } = admin;
  await page.goto('/sign-in');
  await signIn(page, site.admin);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.goto('/account');
  await page.getByRole('heading', { name: 'Account' }).waitFor();
  await look(admin, 'account');
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
    await look(admin, name);
  }
});

test('the door is accessible', async () => {
  const crew = await newVisitor(phone);
  const { page } = crew;
  await page.goto('/sign-in');
  await signIn(page, site.admin);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.goto(`/live/${event.id}`);
  await page.getByTestId('inside').waitFor();
  await look(crew, 'live');
  await page.setViewportSize(phone);
  expect(await cutIn(page)).toEqual([]);
  await page.goto(`/gate/${event.id}`);
  const choice = page.getByTestId('gate-choice');
  await choice.waitFor();
  await look(crew, 'scanner-gates');
  await choice.getByRole('button').last().click();
  await look(crew, 'scanner');
  await page.getByRole('button', { name: 'Type a number' }).click();
  await look(crew, 'scanner-number');
  await page.getByLabel('Ticket number').fill('0000-0000');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('There’s no such number.').waitFor();
  await look(crew, 'scanner-mistyped');
  expect(await page.getByTestId('verdict').count()).toBe(0);
  await page.getByLabel('Ticket number').fill('AAAA-AAAA');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByTestId('verdict').waitFor();
  await look(crew, 'scanner-invalid');
});

test('on a phone the buttons of the office’s Door page are large enough for a thumb', async () => {
  const { page } = await newVisitor(phone);
  await page.goto('/sign-in');
  await signIn(page, site.admin);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.goto(`/office/events/${event.id}/door`);
  await page.getByText('No rehearsal running.').waitFor();
  const small = await page.evaluate<string[]>(`[...document.querySelectorAll('main button')]
    .filter((button) => button.getBoundingClientRect().height < 44)
    .map((button) => button.innerText)`);
  expect(small).toEqual([]);
});
