import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../dev/browser.ts';
import { writeCameraVideo } from '../../dev/camera-frames.ts';
import { temporaryFolder } from '../../dev/temporary-folder.ts';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { violations } from './accessibility.ts';
import { signIn } from './account.ts';
import { openSite, type Site } from './site.ts';
import { makeLink, pairByLink } from './pairing.ts';
import * as scanner from './scanner.ts';
import { look } from './screens.ts';
import * as shop from './shop.ts';
import { desk, phone, visit, type Visitor } from './visitor.ts';

const folder = temporaryFolder('door-devices');
const camera = join(folder.path, 'camera.y4m');
let site: Site;
let browser: Browser;
let visitors: Visitor[] = [];

beforeAll(async () => {
  site = await openSite();
  writeCameraVideo(camera, []);
  browser = await launchBrowser({ fakeCamera: camera });
  site.undo.add(() => browser.close());
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

async function newVisitor(viewport = phone): Promise<Visitor> {
  const visitor = await visit(browser, { url: site.url, viewport, folder: 'door-devices' });
  visitors.push(visitor);
  return visitor;
}

async function visitAsAdmin(): Promise<Visitor> {
  const visitor = await newVisitor(desk);
  await visitor.page.goto('/sign-in');
  await signIn(visitor.page, site.admin);
  await visitor.page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  return visitor;
}

async function makeNight(title: string) {
  const plan = plainEvent();
  const { event } = await site.makeEvent({ ...plan, draft: { ...plan.draft, title } });
  const gates = await site.query<{ id: string; name: string }>('select id, name from gates where event_id = $1', [
    event.id,
  ]);
  return { ...event, gateId: gates.find(({ name }) => name === 'Side door')!.id };
}

/** Books free tickets and returns their numbers. */
async function book(event: { id: string; slug: string }, quantity: number): Promise<string[]> {
  const { page } = await newVisitor();
  await shop.order(page, event.slug, { Free: quantity });
  await shop.fillBuyer(page, { name: 'Lena Ångström', email: 'lena@example.com' });
  await page.getByRole('button', { name: 'Confirm booking' }).click();
  await page.getByRole('heading', { name: 'You’re in' }).waitFor();
  const rows = await site.query<{ number: string }>('select number from tickets where event_id = $1 order by id', [
    event.id,
  ]);
  return rows.map(({ number }) => number);
}

const typeNumber = async ({ page }: Visitor, number: string) => {
  await page.getByRole('button', { name: 'Type a number' }).click();
  await page.getByLabel('Ticket number').fill(number);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
};

test('a new phone joins by a link, scans at its gate, and forgets the event when it is removed', async () => {
  const night = await makeNight('Night of small songs');
  const [number] = await book(night, 1);
  const admin = await visitAsAdmin();
  const link = await makeLink(admin.page, night.id, { gateId: night.gateId });

  const ada = await newVisitor();
  await ada.page.goto(`/pair#${link.code}`);
  await ada.page.getByLabel('Your first name').waitFor();
  await look(ada, 'pair');
  await ada.page.getByRole('button', { name: 'Start scanning' }).click();
  await ada.page.getByText('Enter your first name.').waitFor();
  await pairByLink(ada.page, link, 'Ada');
  expect(new URL(ada.page.url()).pathname).toBe(`/gate/${night.id}`);
  expect(await ada.page.getByTestId('gate').innerText()).toBe('Side door');
  expect(await ada.page.getByTestId('gate-choice').count()).toBe(0);
  await typeNumber(ada, number!);
  expect((await scanner.verdict(ada.page)).result).toBe('admitted');
  const [scan] = await site.query('select d.name, d.user_id from devices d where d.event_id = $1', [night.id]);
  expect(scan).toEqual({ name: 'Ada', user_id: null });

  // The same link again changes nothing, and the list of doors works without an account.
  await ada.page.goto('/gate');
  await ada.page.getByText('This phone scans as Ada.').waitFor();
  expect(await violations(ada.page)).toEqual([]);
  await ada.shot('paired-list');
  await ada.page.goto(`/pair#${link.code}`);
  await ada.page.getByTestId('inside').waitFor();

  const [device] = await site.query<{ id: string }>('select id from devices where event_id = $1', [night.id]);
  const headers = { origin: site.url };
  expect((await admin.page.request.delete(`/api/v1/devices/${device!.id}`, { headers })).status()).toBe(200);
  await ada.page.getByRole('heading', { name: 'This phone was removed' }).waitFor();
  expect(await ada.page.evaluate<string[]>(`Object.keys(localStorage).sort()`)).toEqual([
    'everato:first-name',
    `everato:removed:${night.id}`,
  ]);
  await look(ada, 'removed');
  // Shown until it was read, also after a reload.
  await ada.page.reload();
  await ada.page.getByRole('heading', { name: 'This phone was removed' }).waitFor();
  await ada.page.getByRole('button', { name: 'Done' }).click();
  await ada.page.waitForURL(/\/sign-in/);
  expect(await ada.page.evaluate<string[]>(`Object.keys(localStorage)`)).toEqual(['everato:first-name']);
});

test('a removed phone shows the scans that never reached the door before it forgets them', async () => {
  const night = await makeNight('A night without a network');
  const [number] = await book(night, 1);
  const admin = await visitAsAdmin();
  const link = await makeLink(admin.page, night.id, { gateId: night.gateId });
  const ada = await newVisitor();
  await pairByLink(ada.page, link, 'Ada');
  await ada.page.locator('[data-ready=true]').waitFor();
  await ada.page.context().setOffline(true);
  await typeNumber(ada, number!);
  // Admitted by number alone: the hint to ask for the ticket stays until it was read.
  await ada.page.getByTestId('verdict').waitFor();
  await scanner.touch(ada.page);
  await scanner.verdictGone(ada.page);
  await ada.page.getByRole('button', { name: 'Undo' }).click();
  await ada.page.getByRole('heading', { name: `Undo the scan of ${number!.slice(0, 4)}` }).waitFor();
  await ada.page.getByRole('button', { name: 'Wrong person' }).click();
  await ada.page.getByText('Undone').waitFor();
  await ada.page.getByText(number!.slice(-4)).waitFor();
  const [device] = await site.query<{ id: string }>('select id from devices where event_id = $1', [night.id]);
  await admin.page.request.delete(`/api/v1/devices/${device!.id}`, { headers: { origin: site.url } });
  await ada.page.context().setOffline(false);
  await ada.page.getByRole('heading', { name: '1 scan was never sent' }).waitFor();
  await look(ada, 'removed-unsent');
  await ada.page.getByRole('button', { name: 'Copy as text' }).click();
  expect(await ada.page.evaluate<string>('navigator.clipboard.readText()')).toMatch(new RegExp(`${number!}  Undone$`));
});

test('inside another app, the join page says which browser has a camera', async () => {
  const userAgent =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 Instagram 361.0';
  const context = await browser.newContext({ baseURL: site.url, userAgent, viewport: phone });
  const page = await context.newPage();
  await page.goto('/pair#ABCDE-FGHJK');
  await page.getByText('Open this page in Safari').waitFor();
  await page.getByText('Instagram can’t use the camera.').waitFor();
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test('a wrong, revoked or half-typed code is refused in words', async () => {
  const night = await makeNight('Refused night');
  const admin = await visitAsAdmin();
  const link = await makeLink(admin.page, night.id);
  const { page, shot } = await newVisitor();
  await page.goto('/pair');
  await page.getByLabel('Code').fill('abc');
  await page.getByLabel('Your first name').fill('Ada');
  await page.getByRole('button', { name: 'Start scanning' }).click();
  await page.getByText('A code has ten letters and digits, like ABCDE-FGHJK.').waitFor();
  await page.getByLabel('Code').fill('AAAAA AAAAA');
  await page.getByRole('button', { name: 'Start scanning' }).click();
  await page.getByText('This code isn’t valid.').waitFor();
  await shot('pair-unknown');
  const path = `/api/v1/events/${night.id}/devices/pairings/${link.id}`;
  await admin.page.request.delete(path, { headers: { origin: site.url } });
  await page.getByLabel('Code').fill(link.code);
  await page.getByRole('button', { name: 'Start scanning' }).click();
  await page.getByText('This code has expired or was revoked.').waitFor();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Start scanning' }).click();
  await page.getByText('You only need a connection to join.').waitFor();
});

test('staff make a link, hand out its code, see the phone join, send it to another gate and remove it', async () => {
  const night = await makeNight('A night with phones');
  const admin = await visitAsAdmin();
  const { page } = admin;
  await page.goto(`/office/events/${night.id}/door`);
  await page.getByText('No links yet.').waitFor();
  await page.getByRole('button', { name: 'Create link' }).click();
  await page.getByRole('dialog').getByLabel('Gate').selectOption({ label: 'Side door' });
  await page.getByRole('dialog').getByLabel('Can supervise').check();
  await look(admin, 'office-new-link');
  await page.getByRole('dialog').getByRole('button', { name: 'Create link' }).click();
  await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
  await look(admin, 'office-link');
  const code = await page.getByTestId('pairing-code').innerText();
  await page.getByRole('dialog').getByRole('button', { name: 'Copy link' }).click();
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toMatch(new RegExp(`/pair#${code}$`));
  await page.emulateMedia({ media: 'print' });
  await admin.shot('office-link-on-paper');
  expect(await page.getByTestId('door-sheet').getByText('A night with phones').isVisible()).toBe(true);
  expect(await page.getByRole('heading', { level: 1 }).first().isVisible()).toBe(false);
  const sheet = await page.getByTestId('door-sheet').boundingBox();
  expect(sheet!.y).toBeLessThan(50);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const ada = await newVisitor();
  await pairByLink(ada.page, { code }, 'Ada');
  const row = page.getByRole('row').filter({ hasText: 'Ada' });
  await row.getByText('Online').waitFor();
  await look(admin, 'office-phones');
  await page.getByRole('button', { name: 'Edit Ada' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Ada L.');
  await page.getByRole('dialog').getByLabel('Gate').selectOption({ label: 'Main entrance' });
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await ada.page.getByTestId('gate').filter({ hasText: 'Main entrance' }).waitFor();
  await page.getByRole('button', { name: 'Remove Ada L.' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await ada.page.getByRole('heading', { name: 'This phone was removed' }).waitFor();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `Revoke ${code}, Side door` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('No links yet.').waitFor();
});

test('a ticket that was admitted twice rings at both doors and is shown in red until a supervisor closes the conflict', async () => {
  const night = await makeNight('One ticket, two doors');
  const [number] = await book(night, 1);
  const admin = await visitAsAdmin();
  const link = await makeLink(admin.page, night.id, { gateId: night.gateId });
  const ada = await newVisitor();
  const grace = await newVisitor();
  await pairByLink(ada.page, link, 'Ada');
  await pairByLink(grace.page, await makeLink(admin.page, night.id, { maySupervise: true }), 'Grace');
  const stranger = await newVisitor();
  await pairByLink(stranger.page, await makeLink(admin.page, night.id), 'Linus');
  await grace.page.getByTestId('gate-choice').getByRole('button', { name: 'All gates' }).click();
  await stranger.page.getByTestId('gate-choice').getByRole('button', { name: 'All gates' }).click();
  await typeNumber(ada, number!);
  expect((await scanner.verdict(ada.page)).result).toBe('admitted');
  // The verdict that Grace’s phone gave offline, delivered now.
  const status = await grace.page.evaluate<number>(deliverShown(night.id, number!));
  expect(status).toBe(200);
  for (const visitor of [ada, grace]) {
    await visitor.page.getByTestId('conflict-alarm').getByText('One ticket was admitted twice').waitFor();
    expect(await violations(visitor.page)).toEqual([]);
  }
  await look(ada, 'conflict-alarm');
  await ada.page.getByTestId('conflict-alarm').click();
  await ada.page.getByTestId('conflict-alarm').waitFor({ state: 'detached' });
  expect(await ada.page.getByTestId('conflict-chip').innerText()).toBe('1 conflict');
  await look(ada, 'conflict-chip');
  expect(await stranger.page.getByTestId('conflict-chip').count()).toBe(0);

  const { page } = admin;
  await page.goto(`/live/${night.id}`);
  const conflicts = page.getByTestId('conflicts');
  await conflicts.getByText('One ticket was admitted twice').waitFor();
  await page.getByTestId('devices').getByText('Grace').waitFor();
  await page.getByText('offline', { exact: true }).first().waitFor();
  await page.getByText('As a table').click();
  const counts = page.getByRole('table', { name: 'Entries per 5 minutes' }).getByRole('cell');
  // Both entered just now; the minute may have changed in between.
  expect((await counts.allInnerTexts()).reduce((sum, count) => sum + Number(count), 0)).toBe(2);
  await look(admin, 'live-conflict');
  await page.goto(`/live/${night.id}?wall`);
  await conflicts.waitFor();
  await look(admin, 'live-wall');
  await page.goto(`/live/${night.id}`);
  await conflicts.waitFor();
  // Grace has no account: her link lets her supervise.
  await grace.page.goto(`/live/${night.id}`);
  await grace.page.getByRole('button', { name: 'Close the conflict of' }).click();
  await conflicts.waitFor({ state: 'detached' });
  await ada.page.getByTestId('conflict-chip').waitFor({ state: 'detached' });
  await grace.page.getByTestId('conflicts').waitFor({ state: 'detached' });
  await look(admin, 'live');
});

/** A scan that the page's own device has decided offline. Text, since this file is compiled without the DOM's types. */
const deliverShown = (eventId: string, number: string) => `(async () => {
  const { token } = JSON.parse(localStorage.getItem('everato:paired:${eventId}'));
  const at = new Date().toISOString();
  const body = { eventId: '${eventId}', scanId: crypto.randomUUID(), code: '${number}', scannedAt: at, shown: { result: 'admitted', at } };
  const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer ' + token };
  const answer = await fetch('/api/v1/checkin/mark', { method: 'POST', headers, body: JSON.stringify(body) });
  return answer.status;
})()`;

test('a phone that has a conflict is asked for its gate first; a supervisor closes the conflict on the spot', async () => {
  const night = await makeNight('A conflict at the door');
  const [number] = await book(night, 1);
  const admin = await visitAsAdmin();
  const ada = await newVisitor();
  const grace = await newVisitor();
  await pairByLink(ada.page, await makeLink(admin.page, night.id, { gateId: night.gateId }), 'Ada');
  await pairByLink(grace.page, await makeLink(admin.page, night.id, { maySupervise: true }), 'Grace');
  await typeNumber(ada, number!);
  expect((await scanner.verdict(ada.page)).result).toBe('admitted');
  expect(await grace.page.evaluate<number>(deliverShown(night.id, number!))).toBe(200);
  await ada.page.getByTestId('conflict-alarm').waitFor();
  expect(await ada.page.getByRole('button', { name: 'Close this conflict' }).count()).toBe(0);
  await grace.page.getByTestId('gate-choice').getByRole('button', { name: 'All gates' }).click();
  await grace.page.getByTestId('conflict-alarm').waitFor();
  const close = grace.page.getByRole('button', { name: 'Close this conflict' });
  await close.waitFor();
  expect(await violations(grace.page)).toEqual([]);
  await grace.shot('conflict-of-supervisor');
  await grace.page.context().setOffline(true);
  await close.waitFor({ state: 'detached' });
  await grace.page.context().setOffline(false);
  await close.click();
  for (const { page } of [grace, ada]) {
    await page.getByTestId('conflict-alarm').waitFor({ state: 'detached' });
    expect(await page.getByTestId('conflict-chip').count()).toBe(0);
  }
});

test('a supervisor admits someone after a refusal, with a reason; other staff aren’t asked', async () => {
  const night = await makeNight('Let in after all');
  const [number] = await book(night, 1);
  const admin = await visitAsAdmin();
  const ada = await newVisitor();
  const grace = await newVisitor();
  await pairByLink(ada.page, await makeLink(admin.page, night.id, { gateId: night.gateId }), 'Ada');
  const options = { gateId: night.gateId, maySupervise: true };
  await pairByLink(grace.page, await makeLink(admin.page, night.id, options), 'Grace');
  await typeNumber(ada, number!);
  await scanner.verdictGone(ada.page);
  await typeNumber(ada, number!);
  expect((await scanner.verdict(ada.page)).result).toBe('already_in');
  expect(await ada.page.getByRole('button', { name: 'Admit anyway' }).count()).toBe(0);
  await typeNumber(grace, number!);
  expect((await scanner.verdict(grace.page)).result).toBe('already_in');
  await look(grace, 'refusal-of-supervisor');
  await grace.page.getByRole('button', { name: 'Admit anyway' }).click();
  await look(grace, 'let-in-anyway');
  await grace.page.getByRole('button', { name: 'Left without an exit scan' }).click();
  await grace.page.locator('[data-testid="verdict"][data-result="admitted"]').waitFor();
  const kept = () => site.query('select result, override_reason from scans where overridden_at is not null');
  await expect
    .poll(kept, { timeout: 15_000 })
    .toEqual([{ result: 'already_in', override_reason: 'Left without an exit scan' }]);
});

test('a party is admitted one by one, and then all the rest together, each by a scan of its own', async () => {
  const night = await makeNight('Four friends');
  const numbers = await book(night, 4);
  const admin = await visitAsAdmin();
  const ada = await newVisitor();
  const { page } = ada;
  await pairByLink(page, await makeLink(admin.page, night.id, { gateId: night.gateId }), 'Ada');
  await typeNumber(ada, numbers[0]!);
  expect((await scanner.verdict(page)).result).toBe('admitted');
  await scanner.verdictGone(page);
  await page.getByRole('button', { name: '3 of 4 outside' }).click();
  await look(ada, 'party');
  await page.getByTestId('party').getByRole('checkbox').nth(2).check();
  await page.getByRole('button', { name: 'Admit 1' }).click();
  await page.getByRole('heading', { name: '2 of 4 outside' }).waitFor();
  await page.getByRole('button', { name: 'Admit all 2' }).click();
  await page.getByTestId('verdict').filter({ hasText: '2 IN' }).waitFor();
  // With no ticket left to admit, the list does not block the next guest.
  await page.getByTestId('party').waitFor({ state: 'detached' });
  await page.getByTestId('inside').filter({ hasText: '4' }).waitFor();
  const tickets = () =>
    site.query('select distinct ticket_id from scans where event_id = $1 and result = $2', [night.id, 'admitted']);
  await expect.poll(async () => (await tickets()).length, { timeout: 15_000 }).toBe(4);

  // They leave the same way.
  await scanner.verdictGone(page);
  await page.getByText('Exit', { exact: true }).click();
  await page.getByRole('button', { name: '4 of 4 inside' }).click();
  await page.getByTestId('party').getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Check out 1' }).click();
  await page.getByRole('button', { name: 'Check out all 3' }).click();
  await page.getByTestId('verdict').filter({ hasText: '3 OUT' }).waitFor();
  await page.getByTestId('party').waitFor({ state: 'detached' });
  await page.getByTestId('inside').filter({ hasText: '0' }).waitFor();
});
