import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, deriveAccent } from './accent.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('text on and in any colour that an organizer picks is readable in both themes', () => {
  fc.assert(
    fc.property(colour, (hex) => {
      const { light, dark } = deriveAccent(hex);
      expect(contrast(light.accent, light.onAccent)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark.accent, dark.onAccent)).toBeGreaterThanOrEqual(4.5);
      for (const ground of ['#fbf9f6', '#ffffff', '#f3f1ed'])
        expect(contrast(light.accentInk, ground)).toBeGreaterThanOrEqual(4.5);
      for (const ground of ['#100e0c', '#1b1816', '#262220'])
        expect(contrast(dark.accentInk, ground)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 2000 },
  );
});

test('a colour that is already readable is kept as it is', () => {
  expect(deriveAccent('#3b5bdb').light).toEqual({ accent: '#3b5bdb', onAccent: '#ffffff', accentInk: '#3b5bdb' });
});

test('an invalid colour is replaced by the default one instead of breaking the page', () => {
  expect(deriveAccent('red; } body { display: none')).toEqual(deriveAccent('#b4512b'));
});
