import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

export interface BrowserOptions {
  /** A .y4m file (see camera-frames.ts) that the camera plays in a loop. */
  fakeCamera?: string;
  headless?: boolean;
  /** Like an iPhone in lockdown mode. */
  withoutWasm?: boolean;
}

// A closed network must not delay Chromium, and nothing may leave this machine.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--disable-dev-shm-usage',
];

/** Starts real Chromium; a page that asks for the camera gets it without a prompt, if there is a file for it. */
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
