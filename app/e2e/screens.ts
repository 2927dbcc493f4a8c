import { expect } from 'vitest';
import { violations } from './accessibility.ts';
import { desk, phone, type Visitor } from './visitor.ts';

/** Shows the page on both screens and in both themes, and finds nothing wrong with it. A theme changes colours alone. */
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
      const found = await violations(page, colorScheme === 'light' ? 'everything' : 'colours');
      expect(found, `${name}, ${screen}, ${colorScheme}`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(seen);
}
