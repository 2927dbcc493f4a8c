import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { temporaryFolder } from '../dev/temporary-folder.ts';
import { type Benchmark, count, figure } from './benchmark.ts';
import { type Damage, DAMAGES, damagedFrames } from './damaged-frames.ts';
import type { FrameReading } from './frame-reading.ts';
import { median, percentile } from './percentile.ts';

const PER_KIND = 16;
const SEED = 20261122;
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

export interface DamagedShare {
  frames: number;
  ours: number;
  theirs: number;
}

/** Reads each frame twice, with the scanner's decoder as it is built for browsers and with @zxing/browser alone. */
export async function readDamagedFrames(browser: Browser, { participants }: Benchmark): Promise<DamagedShare> {
  const folder = temporaryFolder('bench-scan');
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'scan-page'),
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: folder.path, emptyOutDir: true, target: 'esnext', assetsInlineLimit: 0 },
  });
  const site = await serve(folder.path);
  const page = await browser.newPage();
  const participant = participants.join('page');
  page.on('crash', () => participant.fail('has crashed'));
  try {
    await page.goto(`${site.url}/index.html`);
    participant.ready();
    return await readAll(site, (picture) =>
      page.evaluate(({ width, height }) => globalThis.readFrame('/frame', width, height), picture),
    );
  } finally {
    participant.leave();
    await page.close();
    site.close();
    folder.remove();
  }
}

declare global {
  function readFrame(path: string, width: number, height: number): Promise<FrameReading>;
}

async function readAll(site: Site, read: (picture: { width: number; height: number }) => Promise<FrameReading>) {
  const byKind = new Map(DAMAGES.map((kind) => [kind, { frames: 0, ours: 0, theirs: 0 }]));
  const ms = { ours: [] as number[], theirs: [] as number[] };
  for (const { kind, text, picture } of damagedFrames(PER_KIND, SEED)) {
    site.frame = picture.grey;
    const { width, height } = picture;
    const found = await read({ width, height });
    const tally = byKind.get(kind)!;
    tally.frames++;
    if (found.ours.includes(text)) tally.ours++;
    if (found.theirs.includes(text)) tally.theirs++;
    ms.ours.push(found.oursMs);
    ms.theirs.push(found.theirsMs);
  }
  print(byKind, ms);
  const sum = (of: keyof DamagedShare) => [...byKind.values()].reduce((all, tally) => all + tally[of], 0);
  return { frames: sum('frames'), ours: sum('ours'), theirs: sum('theirs') };
}

function print(byKind: Map<Damage, DamagedShare>, ms: { ours: number[]; theirs: number[] }): void {
  for (const [kind, { frames, ours, theirs }] of byKind)
    console.log(
      `${kind}: ${count('reads', ours)} of ${figure('number of frames', frames)} read, @zxing/browser alone ${count('reads', theirs)}`,
    );
  const times = (list: number[]) =>
    `${figure('median', median(list))} ms, p95 ${figure('p95', percentile(list, 95))} ms`;
  console.log(`one look at 1280 × 720: ${times(ms.ours)}; @zxing/browser ${times(ms.theirs)}`);
}

interface Site {
  url: string;
  /** The response to /frame. */
  frame: Uint8ClampedArray<ArrayBuffer>;
  close(): void;
}

async function serve(folder: string): Promise<Site> {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://here').pathname;
    if (path === '/frame') return response.end(Buffer.from(site.frame.buffer));
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    response.end(readFileSync(join(folder, path)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const site: Site = { url, frame: new Uint8ClampedArray(), close };
  return site;
}
