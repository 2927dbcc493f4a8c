import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** Counts the page's requests from now on. */
export function countRequests(page: Page, part: string): () => number {
  let count = 0;
  page.on('request', (request) => void (count += request.url().includes(part) ? 1 : 0));
  return () => count;
}

/**
 * Returns from another window: a page refreshes right away then, not only at its interval. Repeats that until the page
 * shows this heading, since the change may not have been made yet.
 */
export async function comeBack(page: Page, name: string): Promise<void> {
  const shown = page.getByRole('heading', { name });
  await expect
    .poll(async () => {
      await page.evaluate(`window.dispatchEvent(new Event('focus'))`);
      await shown.waitFor({ timeout: 1000 }).catch(() => undefined);
      return shown.isVisible();
    })
    .toBe(true);
}
