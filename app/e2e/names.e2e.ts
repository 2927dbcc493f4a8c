import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { openSiteFixture } from './site-fixture.ts';
import * as shop from './shop.ts';
import { desk, phone } from './visitor.ts';

const { lena } = shop;
const friend = 'Zoë Nwosu';
const fixture = openSiteFixture('names', (site) => {
  const plan = plainEvent();
  return site.makeEvent({ ...plan, draft: { ...plan.draft, slug: 'named', attendeeNames: 'each' } });
});

const confirm = (page: Page) => page.getByRole('button', { name: 'Confirm booking' }).click();

/** The error beside a field, as `aria-describedby` links it. */
async function errorAt(page: Page, label: string): Promise<string> {
  const field = page.getByLabel(label);
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  const ids = (await field.getAttribute('aria-describedby'))!.split(' ');
  const words = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).innerText()));
  return words.join(' ');
}

test.each([
  { screen: 'phone', viewport: phone },
  { screen: 'wide', viewport: desk },
])('each ticket asks for a name and shows it ($screen)', async ({ screen, viewport }) => {
  const { page, shot } = await fixture.newVisitor({ viewport });
  await shop.order(page, 'named', { Free: 2 });
  await page.getByRole('heading', { name: 'Who’s coming' }).waitFor();
  await shop.fillBuyer(page, lena);
  await shot(`asked-${screen}`);

  await page.getByRole('button', { name: 'The first ticket is for me' }).click();
  expect(await page.getByLabel('Ticket 1: Free').inputValue()).toBe(lena.name);
  await confirm(page);
  expect(await errorAt(page, 'Ticket 2: Free')).toBe('Enter a name for this ticket.');
  // The invalid field has the focus.
  expect(await page.locator('[aria-invalid=true]').count()).toBe(1);
  expect(await page.locator('[aria-invalid=true]:focus').count()).toBe(1);
  await shot(`missing-${screen}`);

  // An error that only the server can find is shown beside its field as well.
  await page.getByLabel('Ticket 2: Free').fill('Zoë \u202Eosuwn');
  await confirm(page);
  await page.getByText('Contains characters or a web address that aren’t allowed.').waitFor();
  expect(await errorAt(page, 'Ticket 2: Free')).toBe('Contains characters or a web address that aren’t allowed.');
  expect(await fixture.site.query('select id from bookings where buyer_email = $1', [lena.email])).toHaveLength(
    screen === 'phone' ? 0 : 1,
  );

  await page.getByLabel('Ticket 2: Free').fill(friend);
  await confirm(page);
  await page.getByRole('heading', { name: 'You’re in' }).waitFor();
  for (const name of [lena.name, friend]) await page.getByRole('article', { name: `Free, ${name}` }).waitFor();
  await shot(`tickets-${screen}`);
  const tickets = await fixture.site.query(
    'select attendee_name from tickets where booking_id = $1 order by attendee_name',
    [shop.bookingIdIn(page.url())],
  );
  expect(tickets).toEqual([{ attendee_name: lena.name }, { attendee_name: friend }]);
});

test('the email shows the names too', async () => {
  const mail = await fixture.site.mailbox.waitFor(
    ({ to, html }) => to.includes(lena.email) && html.includes('src="cid:'),
  );
  expect(mail.html).toContain(friend);
});
