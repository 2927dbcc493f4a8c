import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

export interface BrowserOptions {
  /** A .y4m file (see camera-frames.ts) that the camera shows, over and over. */
  fakeCamera?: string;
  headless?: boolean;
  /** As an iPhone in lockdown. */
  withoutWasm?: boolean;
}

// A closed network must not hold it up, and nothing of it is to leave this machine.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--disable-dev-shm-usage',
];

/** Real Chromium; a page that asks for the camera gets it without a question, if there is a file for it. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const found = await findChromium();
  const camera = options.fakeCamera
    ? [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${options.fakeCamera}`,
      ]
    : [];
  const wasm = options.withoutWasm ? ['--js-flags=--jitless'] : [];
  return chromium.launch({
    executablePath: found.executablePath,
    headless: options.headless ?? true,
    // Chromium's sandbox refuses root.
    chromiumSandbox: process.getuid?.() !== 0 && found.flags.length === 0,
    args: [...quiet, ...found.flags, ...camera, ...wasm],
    env: { ...process.env, ...found.env } as Record<string, string>,
  });
}
