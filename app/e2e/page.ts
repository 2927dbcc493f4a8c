import type { Page } from 'playwright-core';

export const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** Counts the page's requests from now on. */
export function countRequests(page: Page, part: string): () => number {
  let count = 0;
  page.on('request', (request) => void (count += request.url().includes(part) ? 1 : 0));
  return () => count;
}

/** Returns from another window: a page refreshes right away then, not only at its interval. */
export const comeBack = (page: Page) => page.evaluate(`window.dispatchEvent(new Event('focus'))`);
