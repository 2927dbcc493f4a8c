import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import QRCode from 'qrcode';
import { openScanner } from '../app/e2e/scanner.ts';
import { launchBrowser } from '../dev/browser.ts';
import { writeCameraVideo } from '../dev/camera-frames.ts';
import { startStack } from '../dev/stack.ts';
import { temporaryFolder } from '../dev/temporary-folder.ts';
import { createDoorEvent } from '../worker/testing/door-event.ts';
import { signIn } from '../worker/testing/signed-in.ts';
import type { Benchmark } from './benchmark.ts';
import { InvalidBenchmark } from './participants.ts';

const CODES = 40;
const SECONDS_PER_CODE = 1.2;
/** The first codes still load the scanner's parts. */
const WARM_UP = 2;
/** Fewer verdicts than for half of the codes say nothing of the others. */
const FEWEST = CODES / 2;

/**
 * Shows one ticket after the other to the real scanner in Chromium. Returns for each the milliseconds from the first
 * frame with its code, as the page shows it, to its verdict on the screen. All of it runs on the same cores.
 */
export async function scanLatencies({ participants, undo }: Benchmark): Promise<number[]> {
  const stack = await startStack({ bundleDir: process.env.EVERATO_TEST_BUNDLE });
  undo.add(() => stack.stop());
  const secret = stack.bindings.EVERATO_SECRET!;
  const event = await createDoorEvent(stack.databaseUrl, secret, { tickets: { General: CODES } });
  const folder = temporaryFolder('bench-camera');
  undo.add(() => folder.remove());
  const fakeCamera = join(folder.path, 'camera.y4m');
  const pictures = event.tickets.map(({ code }) =>
    QRCode.toBuffer(code, { errorCorrectionLevel: 'M', margin: 4, scale: 8 }),
  );
  writeCameraVideo(fakeCamera, await Promise.all(pictures), {
    framesPerSecond: 10,
    secondsPerPicture: SECONDS_PER_CODE,
  });
  const browser = await launchBrowser({ fakeCamera });
  undo.add(() => browser.close());
  const { cookie } = await signIn({ databaseUrl: stack.databaseUrl, secret }, 'door_crew', [event.id]);
  const [name, value] = cookie.split('=') as [string, string];
  const context = await browser.newContext({ baseURL: stack.url, viewport: { width: 390, height: 844 } });
  await context.addCookies([{ name, value, url: stack.url }]);
  const page = await context.newPage();
  const scanner = participants.join('scanner page');
  page.on('crash', () => scanner.fail('has crashed'));
  await page.addInitScript(noteFramesAndVerdicts);
  await openScanner(page, event.id, 'North');
  scanner.ready();
  await sleep(CODES * SECONDS_PER_CODE * 1000);
  const latenciesMs = await latenciesOf(page);
  scanner.leave();
  await browser.close();
  await stack.stop();
  return latenciesMs;
}

interface Noted {
  /** The times at which the video first showed another picture. */
  frames: number[];
  /** The times at which the verdict of another ticket appeared on the screen. */
  verdicts: number[];
}

async function latenciesOf(page: Page): Promise<number[]> {
  const { frames, verdicts } = (await page.evaluate('globalThis.noted')) as Noted;
  const latenciesMs = verdicts.slice(WARM_UP).flatMap((at) => {
    const shownAt = frames.findLast((frame) => frame < at);
    return shownAt === undefined ? [] : [at - shownAt];
  });
  if (latenciesMs.length < FEWEST)
    throw new InvalidBenchmark(`only ${latenciesMs.length} of ${CODES} codes got a verdict`);
  return latenciesMs;
}

// A text, since this file is compiled without the DOM's types.
const noteFramesAndVerdicts = `(() => {
  const noted = (globalThis.noted = { frames: [], verdicts: [] });
  const small = new OffscreenCanvas(64, 48).getContext('2d', { willReadFrequently: true });
  let before;
  let name;
  const watch = (video) => video.requestVideoFrameCallback((now) => {
    small.drawImage(video, 0, 0, 64, 48);
    const { data } = small.getImageData(0, 0, 64, 48);
    const difference = before ? data.reduce((sum, value, at) => sum + Math.abs(value - before[at]), 0) : Infinity;
    if (difference / data.length > 4) noted.frames.push(now);
    before = data;
    watch(video);
  });
  const look = () => {
    const video = document.querySelector('video');
    if (video && !video.watched) watch(Object.assign(video, { watched: true }));
    const found = document.querySelector('[data-testid=verdict] .name')?.textContent;
    if (found && found !== name) noted.verdicts.push(performance.now());
    name = found ?? name;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
})()`;
