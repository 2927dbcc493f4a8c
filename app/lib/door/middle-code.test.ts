import { expect, test } from 'vitest';
import { middleCode } from './middle-code.ts';

const picture = { width: 1280, height: 720 };
const code = (text: string, { x, y, side = 100 }: { x: number; y: number; side?: number }) => ({
  text,
  box: { x, y, width: side, height: side },
});

test('of several codes the one in the middle counts', () => {
  expect(
    middleCode(
      [code('left', { x: 0, y: 310 }), code('middle', { x: 600, y: 300 }), code('right', { x: 1100, y: 310 })],
      picture,
    ),
  ).toBe('middle');
});

test('a large code off the middle does not win over a small one in it', () => {
  expect(
    middleCode([code('large', { x: 0, y: 0, side: 500 }), code('small', { x: 620, y: 340, side: 40 })], picture),
  ).toBe('small');
});

test('a picture without codes has none', () => {
  expect(middleCode([], picture)).toBeNull();
});
