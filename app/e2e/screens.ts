import { expect } from 'vitest';
import { violations } from './accessibility.ts';
import { desk, phone, type Visitor } from './visitor.ts';

/**
 * Shows the page on both screens and in both themes, and finds nothing wrong with it. All rules are asked once; what a
 * theme or a width changes is what stands before which colour.
 */
export async function look({ page, shot }: Visitor, name: string): Promise<void> {
  const seen = page.viewportSize() ?? phone;
  for (const [screen, viewport] of [
    ['phone', phone],
    ['wide', desk],
  ] as const) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await shot(`${name}-${screen}-${colorScheme}`);
      const isFirst = viewport === phone && colorScheme === 'light';
      const found = await violations(page, isFirst ? 'everything' : 'colours');
      expect(found, `${name}, ${screen}, ${colorScheme}`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(seen);
}
