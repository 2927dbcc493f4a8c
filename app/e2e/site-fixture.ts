import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openSite, type Site } from './site.ts';
import { shareBrowser } from './shared-browser.ts';
import { phone, visit, type Visitor } from './visitor.ts';

export interface SiteFixture {
  /** Open from before the first test to after the last. */
  readonly site: Site;
  /** A visitor, on a phone unless told otherwise; leaves with the test. */
  newVisitor(look?: { viewport?: typeof phone; colorScheme?: 'light' | 'dark' }): Promise<Visitor>;
}

/**
 * A site of its own for this file's tests, and its visitors. After each test the visitors leave; when it failed there is
 * a picture of what each of them saw, and no visitor's console may have an error.
 */
export function openSiteFixture(
  folder: string,
  prepare: (site: Site) => Promise<unknown> = async () => {},
): SiteFixture {
  let site: Site;
  let browser: Browser;
  let visitors: Visitor[] = [];
  beforeAll(async () => {
    site = await openSite();
    browser = await shareBrowser(site.undo);
    await prepare(site);
  });
  afterAll(() => site?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') for (const { shot } of visitors) await shot('failed');
    const complaints = visitors.flatMap((visitor) => visitor.complaints);
    for (const { page } of visitors) await page.context().close();
    visitors = [];
    expect(complaints).toEqual([]);
  });
  return {
    get site() {
      return site;
    },
    async newVisitor(look = {}) {
      const visitor = await visit(browser, { url: site.url, viewport: phone, folder, ...look });
      visitors.push(visitor);
      return visitor;
    },
  };
}
