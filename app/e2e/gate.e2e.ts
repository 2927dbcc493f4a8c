import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../dev/browser.ts';
import { writeCameraVideo } from '../../dev/camera-frames.ts';
import { temporaryFolder } from '../../dev/temporary-folder.ts';
import { plainEvent } from '../../worker/testing/seed/factories.ts';
import { signIn } from './account.ts';
import { openSite, type Site } from './site.ts';
import * as scanner from './scanner.ts';
import * as shop from './shop.ts';
import { desk, phone, visit, type Visitor } from './visitor.ts';

const password = 'one torch and a warm coat';
const crew = { name: 'Noor Haddad', email: 'noor@example.com', password };
const guest = { name: 'Emil Stern', email: 'emil@example.com', password };
const folder = temporaryFolder('gate');
const camera = join(folder.path, 'camera.y4m');
let site: Site;
let browser: Browser;
let visitors: Visitor[] = [];
let mine: { id: string };
let other: { id: string };

beforeAll(async () => {
  site = await openSite();
  writeCameraVideo(camera, []);
  browser = await launchBrowser({ fakeCamera: camera });
  site.undo.add(() => browser.close());
  const plan = plainEvent();
  const named = (title: string) => site.makeEvent({ ...plan, draft: { ...plan.draft, title } });
  mine = (await named('Night of small songs')).event;
  other = (await named('Somebody else’s evening')).event;
  await site.makeUser({ ...crew, role: 'door_crew', eventIds: [mine.id] });
  await site.makeUser({ ...guest, role: 'attendee' });
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

/** As on a phone in its low power mode. */
const refuseFirstPlay = () => {
  const { HTMLMediaElement } = globalThis as unknown as { HTMLMediaElement: { prototype: { play(): Promise<void> } } };
  const { play } = HTMLMediaElement.prototype;
  let asked = 0;
  HTMLMediaElement.prototype.play = function (this: never) {
    return ++asked === 1 ? Promise.reject(new DOMException('', 'NotAllowedError')) : play.call(this);
  };
};

/** Opens /gate and signs in on the way. */
async function visitGate(person: typeof crew, viewport: typeof phone): Promise<Visitor> {
  const visitor = await visit(browser, { url: site.url, viewport, folder: 'gate' });
  visitors.push(visitor);
  await visitor.page.goto('/gate');
  await signIn(visitor.page, person);
  await visitor.page.getByRole('heading', { name: 'Scan tickets', level: 1 }).waitFor();
  return visitor;
}

const screens = [
  { screen: 'phone', viewport: phone },
  { screen: 'wide', viewport: desk },
];

test.each(screens)('staff find their events after signing in, and reach the scanner ($screen)', async (at) => {
  const { page, shot } = await visitGate(crew, at.viewport);
  expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['Night of small songs']);
  await shot(`events-${at.screen}`);
  await page.getByRole('link', { name: 'Scan tickets of Night of small songs' }).click();
  await page.getByTestId('gate-choice').getByRole('button', { name: 'Side door', exact: true }).click();
  await page.getByTestId('inside').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/gate/${mine.id}`);
  await shot(`scanner-${at.screen}`);
});

test('a door that refuses access says so, and says who can grant it', async () => {
  const { page, shot } = await visitGate(crew, phone);
  await page.goto(`/gate/${other.id}`);
  await page.getByRole('heading', { name: 'You can’t scan at this event' }).waitFor();
  await page.getByText('Ask the organizer for permission to check in tickets here.').waitFor();
  await shot('not-theirs');
});

test('at the wrong gate the screen says which gates admit the ticket', async () => {
  const plan = plainEvent();
  const { event } = await site.makeEvent({ ...plan, draft: { ...plan.draft, title: 'Two doors' } });
  const porter = { ...crew, email: 'porter@example.com' };
  await site.makeUser({ ...porter, role: 'door_crew', eventIds: [event.id] });
  await site.query(
    `insert into gate_ticket_types (gate_id, ticket_type_id) select g.id, t.id from gates g join ticket_types t
      on t.event_id = g.event_id where g.event_id = $1 and g.name = 'Side door' and t.name = 'Full'`,
    [event.id],
  );
  const shopper = await visit(browser, { url: site.url, viewport: phone, folder: 'gate' });
  visitors.push(shopper);
  await shop.order(shopper.page, event.slug, { Free: 1 });
  await shop.fillBuyer(shopper.page, guest);
  await shopper.page.getByRole('button', { name: 'Confirm booking' }).click();
  await shopper.page.getByRole('heading', { name: 'You’re in' }).waitFor();
  const [ticket] = await site.query<{ number: string }>('select number from tickets where event_id = $1', [event.id]);

  const { page, shot } = await visitGate(porter, phone);
  await scanner.openScanner(page, event.id, 'Side door');
  await page.getByRole('button', { name: 'Type a number' }).click();
  await page.getByLabel('Ticket number').fill(ticket!.number);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  expect(await scanner.verdict(page)).toEqual({
    result: 'wrong_type',
    text: expect.stringContaining('Go to Main entrance'),
  });
  await shot('other-gate');
});

test.each(screens)('a person without permission reads what to do ($screen)', async (at) => {
  const { page, shot } = await visitGate(guest, at.viewport);
  await page.getByText('Your account can’t check in tickets. Ask the organizer for permission.').waitFor();
  expect(await page.getByRole('link', { name: /^Scan/ }).count()).toBe(0);
  await shot(`no-rights-${at.screen}`);
  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
});

test('staff of an event that ended long ago read what the list holds', async () => {
  await site.query(
    `update events set starts_at = now() - interval '3 days', ends_at = now() - interval '2 days' where id = $1`,
    [mine.id],
  );
  const { page, shot } = await visitGate(crew, phone);
  await page.getByText('No events to scan').waitFor();
  await page.getByText(/until 12 hours after they end/).waitFor();
  await shot('no-events');
});

test('a browser that holds the picture back until a tap says so, and the tap starts it', async () => {
  const { page } = await visitGate(crew, phone);
  await page.addInitScript(refuseFirstPlay);
  await scanner.openScanner(page, mine.id, 'Main entrance');
  await page.getByRole('heading', { name: 'The picture is paused' }).waitFor();
  await page.getByRole('button', { name: 'Try the camera again' }).click();
  await page.getByRole('heading', { name: 'The picture is paused' }).waitFor({ state: 'detached' });
});
