import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../dev/browser.ts';
import { writeCameraVideo } from '../../dev/camera-frames.ts';
import { temporaryFolder } from '../../dev/temporary-folder.ts';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { violations } from './accessibility.ts';
import { signIn } from './account.ts';
import { openSite, type Site } from './site.ts';
import * as scanner from './scanner.ts';
import { desk, phone, visit, type Visitor } from './visitor.ts';

const seller = { name: 'Noor Haddad', email: 'noor@example.com', password: 'a till with a small drawer' };
const folder = temporaryFolder('door-selling');
const camera = join(folder.path, 'camera.y4m');
let site: Site;
let browser: Browser;
let visitors: Visitor[] = [];
let event: { id: string };

beforeAll(async () => {
  site = await openSite();
  writeCameraVideo(camera, []);
  browser = await launchBrowser({ fakeCamera: camera });
  site.undo.add(() => browser.close());
  ({ event } = await site.makeEvent(plainEvent({}, 20)));
  await site.query('update events set at_door_payment = true where id = $1', [event.id]);
  await site.makeUser({ ...seller, role: 'admin', eventIds: [event.id] });
});

afterAll(async () => {
  await site?.close();
  folder.remove();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const { shot } of visitors) await shot('failed');
  const complaints = visitors.flatMap((visitor) => visitor.complaints);
  for (const { page } of visitors) await page.context().close();
  visitors = [];
  expect(complaints).toEqual([]);
});

async function newVisitor(path: string, viewport = phone): Promise<Visitor> {
  const visitor = await visit(browser, { url: site.url, viewport, folder: 'door-selling' });
  visitors.push(visitor);
  await visitor.page.goto(path);
  await signIn(visitor.page, seller);
  return visitor;
}

async function visitDoor(): Promise<Visitor> {
  const visitor = await newVisitor('/gate');
  await visitor.page.getByRole('heading', { name: 'Scan tickets', level: 1 }).waitFor();
  await scanner.openScanner(visitor.page, event.id, 'Main entrance');
  return visitor;
}

async function typeNumber(page: Page, number: string) {
  await page.getByRole('button', { name: 'Type a number' }).click();
  await page.getByLabel('Ticket number').fill(number);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
}

async function bookAtDoor(quantity: number): Promise<string> {
  const [type] = await site.query<{ id: string }>(`select id from ticket_types where event_id = $1 and name = 'Full'`, [
    event.id,
  ]);
  const answer = await fetch(`${site.url}/api/v1/bookings/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: site.url, 'idempotency-key': v7() },
    body: JSON.stringify({
      eventId: event.id,
      items: [{ ticketTypeId: type!.id, quantity }],
      method: 'at_door',
      buyer: { name: 'Zoë Ångström', email: 'zoe@example.com' },
    }),
  });
  const { booking } = (await answer.json()) as { booking: { tickets: { number: string }[] } };
  return booking.tickets[0]!.number;
}

test('an unpaid ticket is paid on the spot, and its holder is admitted', async () => {
  const number = await bookAtDoor(2);
  const { page, shot } = await visitDoor();
  await typeNumber(page, number);
  expect((await scanner.verdict(page)).result).toBe('unpaid');
  const pay = page.getByTestId('pay');
  await pay.getByText('€50.00', { exact: true }).waitFor();
  await pay.getByRole('button', { name: '€60.00' }).click();
  expect(await pay.getByTestId('change').innerText()).toMatch(/Change\s+€10\.00/);
  await pay.getByText('To pay, for all 2 tickets').waitFor();
  await shot('to-pay');
  expect(await violations(page)).toEqual([]);
  await pay.getByRole('button', { name: 'Take payment and admit' }).click();
  await page.locator('[data-testid="verdict"][data-result="admitted"]').waitFor();
  await scanner.verdictGone(page);
  expect(await site.query('select method, paid_minor::int as paid from payments')).toEqual([
    { method: 'cash', paid: 5000 },
  ]);
});

test('staff sell a ticket at the door with one thumb, and the shift shows the money taken', async () => {
  const { page, shot } = await visitDoor();
  await page.getByRole('button', { name: 'Sell', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Sell' });
  const more = (name: string) =>
    panel
      .getByRole('group', { name: new RegExp(name) })
      .getByRole('button')
      .last();
  await more('Full').click();
  await more('Full').click();
  await more('Reduced').click();
  await panel.getByTestId('total').getByText('€65.00').waitFor();
  await shot('sell');
  // Everything is within reach on a phone held sideways, too.
  await page.setViewportSize({ width: phone.height, height: phone.width });
  await panel.getByText('Card').click();
  await shot('sell-sideways');
  for (const needed of [panel.getByTestId('total'), panel.getByRole('button', { name: 'Take payment and admit' })]) {
    const box = (await needed.boundingBox())!;
    expect(box.y).toBeGreaterThan(0);
    expect(box.y + box.height).toBeLessThanOrEqual(phone.width);
  }
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Take payment and admit' }).click();
  await panel.getByText('In: 3').waitFor();
  await page.setViewportSize(phone);
  await shot('sold');
  await panel.getByRole('button', { name: 'Next sale' }).click();
  await panel.getByRole('button', { name: 'My shift' }).click();
  const shift = page.getByTestId('shift');
  expect(await shift.innerText()).toMatch(/Card\s+Tickets: 3\s+€65\.00/);
  await page.getByRole('button', { name: 'End shift' }).click();
  await page.getByRole('button', { name: 'End it now' }).click();
  await page.getByRole('heading', { name: /^Shift ended/ }).waitFor();
  expect(await shift.innerText()).toMatch(/€65\.00/);
  await shot('shift-ended');
});

test('names are pasted, checked line by line, and appear on the printed list', async () => {
  const { page, shot } = await newVisitor(`/office/events/${event.id}/guests`, desk);
  const names = page.getByLabel('Names, one per line');
  await names.fill('Ada Lovelace +2\nGrace Hopper +x');
  await page.getByText('Line 2: write it as “Name +2”').waitFor();
  expect(await page.getByRole('button', { name: 'Add to the list' }).isDisabled()).toBe(true);
  await shot('guests-preview');
  await names.fill('Ada Lovelace +2\nÉmilie du Châtelet');
  await page.getByText('Guests: 2 · tickets: 4').first().waitFor();
  await page.getByRole('button', { name: 'Add to the list' }).click();
  await page.getByRole('cell', { name: 'Ada Lovelace +2' }).waitFor();
  await shot('guests');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Door list' }).click();
  const list = page.getByTestId('door-list');
  await list.getByText('Ada Lovelace +1').waitFor();
  const shown = await list.getByRole('row').allInnerTexts();
  const letters = shown.map((row) => row.trim()).filter((row) => /^\p{L}$/u.test(row));
  // Ångström, du Châtelet, Lovelace, and a buyer without a name.
  expect(letters).toEqual(['A', 'C', 'L', 'W']);
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  await shot('door-list-print');
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  expect(await page.content()).not.toContain('zoe@example.com');
});
