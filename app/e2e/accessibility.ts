import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** axe's findings on the current page: rule, impact and element. Colours alone take less time. */
export async function violations(page: Page, of: 'everything' | 'colours' = 'everything'): Promise<string[]> {
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(axe);
  const rules = of === 'colours' ? `runOnly: ['color-contrast', 'link-in-text-block'],` : '';
  return page.evaluate<string[]>(`axe.run({ ${rules} resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, impact, nodes }) => id + ' (' + impact + '): ' + nodes.map((node) => node.target.join(' ')).join(', ')))`);
}
