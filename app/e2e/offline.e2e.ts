import { join } from 'node:path';
import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from '../../dev/browser.ts';
import { writeCameraVideo } from '../../dev/camera-frames.ts';
import { type Stack, startStack } from '../../dev/stack.ts';
import { temporaryFolder } from '../../dev/temporary-folder.ts';
import { type DoorEvent, createDoorEvent } from '../../worker/testing/door-event.ts';
import { signIn } from '../../worker/testing/signed-in.ts';
import { type Network, openNetwork } from './network.ts';
import * as scanner from './scanner.ts';
import { phone, visit } from './visitor.ts';

const folder = temporaryFolder('offline');
const camera = join(folder.path, 'camera.y4m');
let stack: Stack;
let db: pg.Pool;
let browser: Browser;
let network: Network;
let cookie: string;
let contexts: BrowserContext[] = [];

beforeAll(async () => {
  stack = await startStack({ adminUrl: inject('postgresAdminUrl') });
  db = new pg.Pool({ connectionString: stack.databaseUrl });
  network = await openNetwork(stack.url);
  writeCameraVideo(camera, []);
  browser = await launchBrowser({ fakeCamera: camera });
  cookie = (await signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, 'admin')).cookie;
});
afterAll(async () => {
  await browser?.close();
  await network?.close();
  await db?.end();
  await stack?.stop();
  folder.remove();
});
afterEach(async () => {
  await network.restore();
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
});

const create = (tickets: number) =>
  createDoorEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET!, { tickets: { General: tickets } });
const show = async (code: string | null) =>
  writeCameraVideo(camera, code === null ? [] : [await QRCode.toBuffer(code, { errorCorrectionLevel: 'M', scale: 8 })]);
const rows = async (text: string, ...values: unknown[]) => (await db.query(text, values)).rows;
const chip = (page: Page, link: 'live' | 'offline') => page.locator(`[data-link=${link}]`).waitFor();
const chipText = (page: Page) => page.locator('[data-link]').innerText();

/** A scanner with a complete pack, ready to work offline. */
async function openPhone(event: DoorEvent) {
  await show(null);
  const visitor = await visit(browser, { url: network.url, viewport: phone, folder: 'offline' });
  const context = visitor.page.context();
  contexts.push(context);
  const [name, value] = cookie.split('=') as [string, string];
  await context.addCookies([{ name, value, url: network.url }]);
  await scanner.openScanner(visitor.page, event.id, 'North');
  await visitor.page.locator('[data-ready=true]').waitFor();
  await expect.poll(() => visitor.page.evaluate('caches.match("/gate/event").then(Boolean)')).toBe(true);
  return visitor;
}

/** The verdict on a code from a USB scanner, and the milliseconds it took. */
async function type(page: Page, code: string): Promise<scanner.Shown & { ms: number }> {
  const ms = await scanner.typeCode(page, code);
  return { ...(await scanner.verdict(page)), ms };
}

test('after twenty scans with no network, a reload and a killed tab, Postgres has all of them once, at their own times', async () => {
  const event = await create(21);
  const { page, shot } = await openPhone(event);
  const context = page.context();
  await network.cut();
  await chip(page, 'offline');
  /** Between these two a ticket was admitted. */
  const times = new Map<string, { from: number; to: number }>();
  const admit = async (at: Page, ticket: { id: string; code: string }) => {
    const from = Date.now();
    expect(await type(at, ticket.code)).toMatchObject({ result: 'admitted' });
    times.set(ticket.id, { from, to: Date.now() });
  };
  const [first, ...others] = event.tickets;

  const shownFrom = Date.now();
  await show(first!.code);
  expect(await scanner.verdict(page)).toEqual({
    result: 'admitted',
    text: expect.stringContaining(first!.attendeeName),
  });
  times.set(first!.id, { from: shownFrom, to: Date.now() });
  await shot('admitted-offline');
  await show(null);
  await scanner.verdictGone(page);
  for (const ticket of others.slice(0, 9)) {
    await admit(page, ticket);
  }
  expect((await type(page, first!.code)).result).toBe('already_in');
  await scanner.touch(page);
  expect(await chipText(page)).toMatch(/^Offline since \d\d:\d\d\s·\s11 waiting$/);
  await shot('offline');

  await page.reload();
  await chip(page, 'offline');
  await page.getByText('11 waiting').waitFor();
  await page.locator('video').waitFor();
  expect((await type(page, others[0]!.code)).result).toBe('already_in');
  for (const ticket of others.slice(9, 14)) {
    await admit(page, ticket);
  }
  expect(await page.getByTestId('inside').innerText()).toBe('15');
  await page.close({ runBeforeUnload: false });

  const again = await context.newPage();
  await again.goto(`/gate/${event.id}`);
  await again.getByText('17 waiting').waitFor();
  for (const ticket of others.slice(14, 19)) {
    await admit(again, ticket);
  }
  // A number works too, flagged and without a name.
  const typedFrom = Date.now();
  const typedNumber = await type(again, others[19]!.number);
  expect(typedNumber.result).toBe('admitted');
  expect(typedNumber.text).toContain('number only');
  times.set(others[19]!.id, { from: typedFrom, to: Date.now() });

  await network.restore();
  await chip(again, 'live');
  await expect.poll(() => chipText(again)).toBe('Live');
  await expect
    .poll(() => rows('select count(*)::int as n from scans where event_id = $1', event.id), { timeout: 15_000 })
    .toEqual([{ n: 23 }]);
  const entries = await rows(
    `select a.ticket_id, a.entered_at, s.is_offline, s.scanned_at from attendance a
     join scans s on s.device_id = a.entry_device_id and s.scan_id = a.entry_scan_id where a.event_id = $1`,
    event.id,
  );
  expect(new Set(entries.map((entry) => entry.ticket_id))).toEqual(new Set(times.keys()));
  expect(entries).toHaveLength(21);
  for (const entry of entries) {
    expect(entry.is_offline).toBe(true);
    expect(entry.entered_at).toEqual(entry.scanned_at);
    const { from, to } = times.get(entry.ticket_id)!;
    expect(entry.entered_at.getTime()).toBeGreaterThan(from - 2000);
    expect(entry.entered_at.getTime()).toBeLessThan(to + 2000);
  }
  expect(await again.getByTestId('inside').innerText()).toBe('21');
  expect(await rows('select id from door_conflicts where event_id = $1', event.id)).toEqual([]);
  await shot('delivered').catch(() => undefined);
});

test('a network that falls silent or lies counts as none: the verdict still comes within a second', async () => {
  const event = await create(4);
  const { page, shot } = await openPhone(event);
  const [silent, lied, known, back] = event.tickets;
  expect((await type(page, known!.code)).result).toBe('admitted');
  network.hang();
  const shown = await type(page, silent!.code);
  expect(shown).toMatchObject({ result: 'admitted', text: expect.stringContaining('Decided offline') });
  expect(shown.ms).toBeLessThan(1500);
  await chip(page, 'offline');
  // Admitted before the network went down: this device knows.
  expect((await type(page, known!.code)).result).toBe('already_in');
  network.lie();
  await page.reload();
  await chip(page, 'offline');
  await page.getByText('2 waiting').waitFor();
  expect((await type(page, lied!.code)).result).toBe('admitted');
  await shot('portal');
  await network.restore();
  await chip(page, 'live');
  expect((await type(page, back!.code)).text).not.toContain('Decided offline');
  await expect
    .poll(() => rows('select count(*)::int as n from attendance where event_id = $1', event.id), { timeout: 15_000 })
    .toEqual([{ n: 4 }]);
  expect(await rows('select id from door_conflicts where event_id = $1', event.id)).toEqual([]);
});

test('the time since which a door is offline survives a reload, and restarts after it was live', async () => {
  const event = await create(1);
  const { page } = await openPhone(event);
  const later = (minutes: number) => page.clock.setSystemTime(Date.now() + minutes * 60_000);
  await network.cut();
  await chip(page, 'offline');
  const before = await chipText(page);
  await later(10);
  await page.reload();
  await chip(page, 'offline');
  expect(await chipText(page)).toBe(before);
  await network.restore();
  await chip(page, 'live');
  await network.cut();
  await chip(page, 'offline');
  const restarted = await chipText(page);
  expect(restarted).not.toBe(before);
  await later(20);
  await page.reload();
  await chip(page, 'offline');
  expect(await chipText(page)).toBe(restarted);
});

test('a ticket sold while the phone was offline is admitted on its signature, and the screen says so', async () => {
  const event = await create(1);
  const { page, shot } = await openPhone(event);
  await network.cut();
  await chip(page, 'offline');
  const [fresh] = await event.issue('General', 1);
  expect(await type(page, fresh!.code)).toMatchObject({
    result: 'admitted',
    text: expect.stringContaining('genuine signature'),
  });
  await shot('unknown-ticket');
  await network.restore();
  await chip(page, 'live');
  await expect
    .poll(() => rows('select is_conflict from attendance where event_id = $1', event.id), { timeout: 15_000 })
    .toEqual([{ is_conflict: false }]);
});

test('the old code of a transferred ticket is refused right away by a connected scanner, and soon by one that then goes offline', async () => {
  const event = await create(2);
  const { page } = await openPhone(event);
  const [transferred, other] = event.tickets;
  const transfer = async (id: string) => {
    const answer = await fetch(`${stack.url}/api/v1/tickets/${id}/transfer`, {
      method: 'POST',
      headers: { cookie, origin: stack.url, 'content-type': 'application/json', 'idempotency-key': id },
      body: JSON.stringify({ name: 'Grace Hopper', email: 'grace@example.com' }),
    });
    expect(answer.status).toBe(200);
  };
  await transfer(transferred!.id);
  await new Promise((resolve) => setTimeout(resolve, 900));
  const dead = await type(page, transferred!.code);
  expect(dead.result).toBe('revoked');

  const delta = page.waitForResponse((response) => /\/pack\?since=/.test(response.url()) && response.ok());
  await transfer(other!.id);
  await delta;
  await network.cut();
  await chip(page, 'offline');
  expect((await type(page, other!.code)).result).toBe('revoked');
});
