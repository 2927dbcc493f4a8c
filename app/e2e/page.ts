import type { Page } from 'playwright-core';

export const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** How often the page has asked for it since. */
export function countRequests(page: Page, part: string): () => number {
  let count = 0;
  page.on('request', (request) => void (count += request.url().includes(part) ? 1 : 0));
  return () => count;
}

/** Back from another window: a page asks for news at once then, not only when its time has come. */
export const comeBack = (page: Page) => page.evaluate(`window.dispatchEvent(new Event('focus'))`);
