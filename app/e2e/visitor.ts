import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { recordRequests } from './recorded-requests.ts';

export const phone = { width: 390, height: 844 };
export const desk = { width: 1440, height: 900 };

export interface Visitor {
  page: Page;
  /** With EVERATO_SHOTS=1, and when a test fails: saves what they see in test-results/, numbered in the order of the story. */
  shot(name: string): Promise<void>;
  /** Errors in the browser's console, apart from refusals. */
  complaints: string[];
}

interface VisitorOptions {
  url: string;
  viewport: { width: number; height: number };
  /** Below test-results/. */
  folder: string;
  colorScheme?: 'light' | 'dark';
}

/**
 * A refusal is a response, and being offline is expected, though Chromium and the reader’s loader report both as
 * errors.
 */
const NO_ANSWER =
  /^(Failed to load resource|wasm streaming compile failed: TypeError: Failed to fetch|falling back to ArrayBuffer)/;

const root = resolve(import.meta.dirname, '../../test-results');
let shots = 0;

/** A visitor with a browser context of their own: no cookies, nothing stored. */
export async function visit(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const { url, viewport, folder, colorScheme = 'light' } = options;
  const context = await browser.newContext({
    viewport,
    colorScheme,
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(20_000);
  recordRequests(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !NO_ANSWER.test(message.text())) complaints.push(message.text());
  });
  const shot = async (name: string) => {
    if (!process.env.EVERATO_SHOTS && name !== 'failed') return;
    mkdirSync(join(root, folder), { recursive: true });
    const number = String(++shots).padStart(2, '0');
    await page.evaluate('document.fonts.ready.then(() => {})');
    await page.screenshot({ path: join(root, folder, `${number}-${name}.png`) });
  };
  return { page, shot, complaints };
}
