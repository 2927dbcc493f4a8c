import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openHouse, type House } from './house.ts';
import { shareBrowser } from './shared-browser.ts';
import { phone, visit, type Visitor } from './visitor.ts';

export interface Reception {
  /** Open from before the first test to after the last. */
  readonly house: House;
  /** A visitor, on a phone unless told otherwise; leaves with the test. */
  come(look?: { viewport?: typeof phone; colorScheme?: 'light' | 'dark' }): Promise<Visitor>;
}

/**
 * A house of this file's tests alone, and who comes into it. After each test the visitors leave; when it failed there
 * is a picture of what each of them saw, and none of them may have had anything to complain about.
 */
export function openReception(folder: string, prepare: (house: House) => Promise<unknown> = async () => {}): Reception {
  let house: House;
  let browser: Browser;
  let visitors: Visitor[] = [];
  beforeAll(async () => {
    house = await openHouse();
    browser = await shareBrowser(house.undo);
    await prepare(house);
  });
  afterAll(() => house?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') for (const { shot } of visitors) await shot('failed');
    const complaints = visitors.flatMap((visitor) => visitor.complaints);
    for (const { page } of visitors) await page.context().close();
    visitors = [];
    expect(complaints).toEqual([]);
  });
  return {
    get house() {
      return house;
    },
    async come(look = {}) {
      const visitor = await visit(browser, { url: house.url, viewport: phone, folder, ...look });
      visitors.push(visitor);
      return visitor;
    },
  };
}
