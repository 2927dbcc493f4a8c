import type { Browser, Page } from 'playwright-core';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { signIn } from './account.ts';
import { openSite, type Site } from './site.ts';
import * as office from './office.ts';
import { signInOrganizer } from './organizer.ts';
import * as screens from './screens.ts';
import { shareBrowser } from './shared-browser.ts';
import { desk, phone, visit, type Visitor } from './visitor.ts';

const editor = {
  name: 'Edith',
  email: 'edith@haus-am-kanal.example',
  password: 'only the words',
  role: 'editor',
} as const;
let site: Site;
let browser: Browser;
let admin: Visitor;
let page: Page;
let event: { id: string };

beforeAll(async () => {
  site = await openSite();
  browser = await shareBrowser(site.undo);
  ({ event } = await site.makeEvent(plainEvent({}, 100)));
  await site.makeUser(editor);
  admin = await visit(browser, { url: site.url, viewport: desk, folder: 'settings' });
  ({ page } = admin);
});
afterAll(() => site?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await admin.shot('failed');
});

const look = (name: string) => screens.look(admin, name);
const kept = () => site.query('select legal_name as name, address, contact_email as email, version from organization');

test('a super admin names the seller; an invalid address and an invalid rate have their errors beside the fields', async () => {
  await page.goto('/sign-in?next=/office');
  await signIn(page, site.admin);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await look('empty');
  await page.getByLabel('Legal name').fill('Verein der Freundinnen und Freunde des Hauses am Kanal e. V.');
  await page.getByLabel('Address').fill('Am Kanal 7\n20457 Hamburg\nGermany');
  await page.getByLabel('VAT ID').fill('DE987654321');
  await page.getByLabel('Contact email').fill('tax at haus');
  await page.getByLabel('Included tax').fill('101');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Enter a valid email address.').waitFor();
  await page.getByLabel('Contact email').and(page.locator(':focus')).waitFor();
  await look('faults');
  await page.getByLabel('Contact email').fill('tax@haus-am-kanal.example');
  await page.getByLabel('Included tax').fill('19');
  await office.save(page);
  const name = 'Verein der Freundinnen und Freunde des Hauses am Kanal e. V.';
  const address = 'Am Kanal 7\n20457 Hamburg\nGermany';
  expect(await kept()).toEqual([{ name, address, email: 'tax@haus-am-kanal.example', version: 2 }]);
});

test('an edit of an older version stays in the form and isn’t saved', async () => {
  await page.getByLabel('VAT ID').fill('DE111111111');
  await (await signInOrganizer(site)).call('PATCH', '/settings', { version: 2, vatId: 'DE222222222' });
  await page.setViewportSize(phone);
  const saveButton = page.getByRole('button', { name: 'Save', exact: true });
  await saveButton.click();
  const notice = page.getByText('Someone else changed this while you were editing');
  await notice.waitFor();
  await admin.shot('conflict-as-it-appears');
  // Visible, and not behind the bar with the button.
  const topOf = async (found: typeof notice) => (await found.boundingBox())!.y;
  await expect
    .poll(async () => (await topOf(notice)) > 56 && (await topOf(notice)) < (await topOf(saveButton)))
    .toBe(true);
  expect(await page.getByLabel('VAT ID').inputValue()).toBe('DE111111111');
  await look('conflict');
  await page.setViewportSize(desk);
  await page.getByRole('button', { name: 'Load the latest version' }).click();
  await expect.poll(() => page.getByLabel('VAT ID').inputValue()).toBe('DE222222222');
});

test('a new ticket type starts with the default rate', async () => {
  await page.goto(`/office/events/${event.id}/tickets`);
  await page.getByRole('button', { name: 'Add a ticket type' }).first().click();
  const fields = page.getByRole('listitem').filter({ has: page.getByLabel('Tickets per item') });
  expect(await fields.getByLabel('Tax').inputValue()).toBe('19');
  page.once('dialog', (asked) => void asked.accept());
});

test('an invalid number has an error in plain words beside its field, with the limit', async () => {
  await page.goto(`/office/events/${event.id}`);
  const minutes = page.getByLabel('Minutes to pay');
  await minutes.fill('1');
  await page.getByLabel('Tickets per person').fill('20000');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Must be at least 5.', { exact: true }).waitFor();
  await page.getByText('Must be at most 10000.', { exact: true }).waitFor();
  await minutes.and(page.locator('[aria-invalid=true]')).waitFor();
  expect(await page.getByText('Too small').count()).toBe(0);
  await page.getByRole('button', { name: 'Discard changes' }).click();
});

test('an email that is no longer needed isn’t counted as failed, and the list says so in words', async () => {
  await site.query(
    `insert into outbox (id, lane, kind, payload, recipient, event_id, state, attempts, last_error)
      values ($1, 'mail', 'waiting_offer', '{}', 'kim@example.com', $2, 'overtaken', 1, 'The booking is expired by now.')`,
    [v7(), event.id],
  );
  await page.goto('/office/mail?state=overtaken');
  await page.getByRole('cell', { name: 'kim@example.com' }).waitFor();
  await page.getByRole('cell', { name: 'No longer needed' }).waitFor();
  await look('overtaken');
  const { mail } = await (await signInOrganizer(site)).call<{ mail: unknown }>('GET', '/dashboard/stats');
  expect(mail).toEqual({ pending: 0, failed: 0 });
});

test('staff who can’t change the settings have no link to them, and can only read them', async () => {
  await page.context().clearCookies();
  await page.goto('/sign-in?next=/office');
  await signIn(page, editor);
  await page.waitForURL(/\/office$/);
  await page.getByRole('link', { name: 'Dashboard' }).waitFor();
  expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  await page.goto('/office/settings');
  await page.getByText('Only a super admin can change these.').waitFor();
  expect(await page.getByLabel('Legal name').isDisabled()).toBe(true);
  await look('read-only');
});
