import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from '../../dev/browser.ts';
import { writeCameraVideo } from '../../dev/camera-frames.ts';
import { type Stack, startStack } from '../../dev/stack.ts';
import { temporaryFolder } from '../../dev/temporary-folder.ts';
import { type DoorEvent, createDoorEvent } from '../../worker/testing/door-event.ts';
import { signIn } from '../../worker/testing/signed-in.ts';
import * as scanner from './scanner.ts';

const folder = temporaryFolder('reading');
const camera = join(folder.path, 'camera.y4m');
let stack: Stack;
let event: DoorEvent;
let cookie: string;
let browser: Browser;

beforeAll(async () => {
  writeCameraVideo(camera, []);
  stack = await startStack({ adminUrl: inject('postgresAdminUrl') });
  const secret = stack.bindings.EVERATO_SECRET!;
  event = await createDoorEvent(stack.databaseUrl, secret, { tickets: { General: 4 } });
  cookie = (await signIn({ databaseUrl: stack.databaseUrl, secret }, 'door_crew', [event.id])).cookie;
});
afterEach(() => browser?.close());
afterAll(async () => {
  await stack?.stop();
  folder.remove();
});

const blackOnWhite = { dark: '#000000', light: '#ffffff' };
const whiteOnBlack = { dark: '#ffffff', light: '#000000' };

/** A scanner whose camera shows this ticket. */
async function openPage(ticket: number, color: typeof blackOnWhite): Promise<Page> {
  const code = event.tickets[ticket]!.code;
  writeCameraVideo(camera, [await QRCode.toBuffer(code, { errorCorrectionLevel: 'M', scale: 8, color })]);
  const context = await browser.newContext({ baseURL: stack.url });
  const [name, value] = cookie.split('=') as [string, string];
  await context.addCookies([{ name, value, url: stack.url }]);
  return context.newPage();
}

/** A good verdict disappears by itself, perhaps before the test asks for it. */
const NOTE_FIRST = `new MutationObserver(() => {
  globalThis.firstVerdict ??= document.querySelector('[data-testid=verdict]')?.dataset.result;
}).observe(document, { subtree: true, childList: true })`;

/** The verdict shown, and the workers that read codes. */
async function read(
  ticket: number,
  color: typeof blackOnWhite,
  prepare: (page: Page) => Promise<unknown> = async () => {},
) {
  const page = await openPage(ticket, color);
  await prepare(page);
  await page.addInitScript(NOTE_FIRST);
  await scanner.openScanner(page, event.id, 'North');
  const noted = await page.waitForFunction(() => (globalThis as { firstVerdict?: string }).firstVerdict);
  const result = await noted.jsonValue();
  return { result, workers: page.workers().map((worker) => /decode[a-z-]*-worker/.exec(worker.url())?.[0]) };
}

test('codes are read in a worker beside the page, white on black too', async () => {
  browser = await launchBrowser({ fakeCamera: camera });
  expect(await read(0, whiteOnBlack)).toEqual({ result: 'admitted', workers: ['decode-worker'] });
});

test('a browser without WebAssembly reads in JavaScript, white on black too', async () => {
  browser = await launchBrowser({ fakeCamera: camera, withoutWasm: true });
  expect(await read(1, whiteOnBlack)).toEqual({ result: 'admitted', workers: ['decode-javascript-worker'] });
});

test('a browser that can’t run a worker reads in the page', async () => {
  browser = await launchBrowser({ fakeCamera: camera });
  const withoutWorkers = (page: Page) => page.addInitScript('delete globalThis.Worker');
  expect(await read(2, blackOnWhite, withoutWorkers)).toEqual({ result: 'admitted', workers: [] });
});

test('a code that stays in front of the camera is scanned again for the other direction, but not after an undo', async () => {
  browser = await launchBrowser({ fakeCamera: camera });
  const page = await openPage(3, blackOnWhite);
  const showsVerdict = (result: string) => page.locator(`[data-testid=verdict][data-result=${result}]`).waitFor();
  await Promise.all([showsVerdict('admitted'), scanner.openScanner(page, event.id, 'North')]);
  await scanner.verdictGone(page);
  await page.getByText('Exit', { exact: true }).click();
  await showsVerdict('exited');
  await scanner.verdictGone(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Scanned by mistake' }).click();
  await page.getByText('Undone').waitFor();
  // A second reading would undo the undo.
  await page.waitForTimeout(1500);
  expect(await page.getByTestId('verdict').count()).toBe(0);
});
