import type { Page } from 'playwright-core';

export async function openScanner(page: Page, eventId: string, gate: string): Promise<void> {
  await page.goto(`/gate/${eventId}`);
  await page.getByTestId('inside').waitFor();
  await page.getByTestId('gate-choice').getByRole('button', { name: gate, exact: true }).click();
  await page.locator('video').evaluate(cameraRuns);
}

// Waits within the page: a polled text would be evaluated there, which the page's policy forbids.
const cameraRuns = async (video: unknown) => {
  const { videoWidth } = video as { videoWidth: number };
  if (videoWidth > 0) return;
  await new Promise((resolve) => (video as EventTarget).addEventListener('loadedmetadata', resolve, { once: true }));
};

export interface Shown {
  result: string;
  text: string;
}

/** The verdict on the whole screen, once there is one: read in one go, because a good one disappears by itself. */
export async function verdict(page: Page): Promise<Shown> {
  const shown = await page.waitForFunction(readVerdict);
  return (await shown.jsonValue()) as Shown;
}

const readVerdict = () => {
  type Screen = { dataset: { result: string }; innerText: string };
  const { document } = globalThis as unknown as { document: { querySelector(selector: string): Screen | null } };
  const screen = document.querySelector('[data-testid=verdict]');
  return screen && { result: screen.dataset.result, text: screen.innerText };
};

/** A refusal stays until touched; an admission disappears by itself. */
export const touch = (page: Page) => page.getByTestId('verdict').click();
export const verdictGone = (page: Page) => page.getByTestId('verdict').waitFor({ state: 'detached' });

/** Notes when the element first shows this text, by the machine's clock: sooner than a test could ask. */
export async function noteWhen(page: Page, selector: string, text?: string): Promise<() => Promise<number>> {
  const seen = await page.evaluateHandle<{ at?: number }>(watch(selector, text));
  return async () => (await page.waitForFunction((seen) => seen.at, seen)).jsonValue() as Promise<number>;
}

// Text, since this file is compiled without the DOM's types.
const watch = (selector: string, text?: string) => `(() => {
  const seen = {};
  const wanted = ${JSON.stringify(text ?? null)};
  const look = () => {
    const found = document.querySelector(${JSON.stringify(selector)});
    if (found && (wanted === null || found.textContent === wanted)) seen.at ??= Date.now();
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  return seen;
})()`;

/** Types a code as a USB scanner does, key by key; returns the milliseconds until its verdict is on the screen. */
export const typeCode = (page: Page, code: string): Promise<number> => page.evaluate<number>(typing(code));

// Keys sent one by one from the test would be too slow for one code on a busy machine.
const typing = (code: string) => `(async () => {
  const before = document.querySelector('[data-testid=verdict]');
  if (before) {
    before.click();
    while (before.isConnected) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const startedAt = performance.now();
  const shown = new Promise((resolve) => new MutationObserver((_, observer) => {
    if (!document.querySelector('[data-testid=verdict]')) return;
    observer.disconnect();
    resolve();
  }).observe(document.body, { subtree: true, childList: true }));
  for (const key of ${JSON.stringify([...code, 'Enter'])}) window.dispatchEvent(new KeyboardEvent('keydown', { key }));
  await shown;
  return performance.now() - startedAt;
})()`;
