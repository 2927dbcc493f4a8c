import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { launchBrowser } from './browser.ts';
import { writeCameraVideo } from './camera-frames.ts';
import { findChromium } from './chromium.ts';
import { temporaryFolder } from './temporary-folder.ts';

const page = `<!doctype html><title>Camera</title><h1>Camera ✓</h1><video autoplay muted playsinline></video>
<script>
  navigator.mediaDevices.getUserMedia({ video: true })
    .then((stream) => { document.querySelector('video').srcObject = stream; document.title = 'on'; })
    .catch((error) => { document.title = error.name; });
</script>`;

const folder = temporaryFolder('browser');
const server = createServer((_request, response) =>
  response.setHeader('content-type', 'text/html;charset=utf-8').end(page),
);
let url: string;

beforeAll(async () => {
  const wasmBinary = readFileSync(
    join(import.meta.dirname, '../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'),
  );
  prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer as ArrayBuffer } });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.close();
  folder.remove();
});

// Text, since this file is compiled without the DOM's types.
const picture = `(() => {
  const video = document.querySelector('video');
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext('2d').drawImage(video, 0, 0);
  return canvas.toDataURL('image/png').split(',')[1];
})()`;

/** The text that a scanner reads in the page's camera picture. */
async function seen(open: Page): Promise<string[]> {
  const base64 = await open.evaluate<string>(picture);
  const found = await readBarcodes(new Uint8Array(Buffer.from(base64, 'base64')), { formats: ['QRCode'] });
  return found.map((code) => code.text);
}

test('without an installed browser, the one from npm is unpacked and runs', async () => {
  const found = await findChromium({ PATH: '' });
  expect(found.executablePath).toContain('node_modules/.cache/everato/chromium-');
  const browser = await launchBrowser();
  const open = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await open.goto(url);
  expect(await open.textContent('h1')).toBe('Camera ✓');
  const shot = await open.screenshot();
  expect([shot.readUInt32BE(16), shot.readUInt32BE(20)]).toEqual([390, 844]);
  await browser.close();
});

test('two browsers each see the QR code of their own file, and a rewritten file is seen by the running camera', async () => {
  const first = join(folder.path, 'first.y4m');
  const second = join(folder.path, 'second.y4m');
  writeCameraVideo(first, [await QRCode.toBuffer('TICKET-A')]);
  writeCameraVideo(second, [await QRCode.toBuffer('TICKET-B')]);
  const browsers = await Promise.all([first, second].map((fakeCamera) => launchBrowser({ fakeCamera })));
  const pages = await Promise.all(browsers.map((browser) => browser.newPage()));
  await Promise.all(pages.map((open) => open.goto(url)));
  await expect.poll(() => Promise.all(pages.map((open) => open.title())), { timeout: 10_000 }).toEqual(['on', 'on']);
  const both = () => Promise.all(pages.map(seen));
  await expect.poll(both, { timeout: 10_000 }).toEqual([['TICKET-A'], ['TICKET-B']]);

  writeCameraVideo(first, [await QRCode.toBuffer('TICKET-C')]);
  writeCameraVideo(second, []);
  await expect.poll(both, { timeout: 10_000 }).toEqual([['TICKET-C'], []]);
  await Promise.all(browsers.map((browser) => browser.close()));
});
