import { expect } from 'vitest';
import { violations } from './accessibility.ts';
import { desk, phone, type Visitor } from './visitor.ts';

/** Shows the page on both screens and in both themes, and finds nothing wrong with it. */
export async function look(visitor: Visitor, name: string): Promise<void> {
  const { page, shot } = visitor;
  const seen = page.viewportSize() ?? phone;
  for (const [screen, viewport] of [
    ['phone', phone],
    ['wide', desk],
  ] as const) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(page), `${name}, ${screen}, ${colorScheme}`).toEqual([]);
      await shot(`${name}-${screen}-${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(seen);
}
