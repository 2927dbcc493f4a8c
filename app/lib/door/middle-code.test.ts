import { expect, test } from 'vitest';
import { middleCode } from './middle-code.ts';

const picture = { width: 1280, height: 720 };
const at = (text: string, x: number, y: number, side = 100) => ({ text, box: { x, y, width: side, height: side } });

test('of several codes the one in the middle counts', () => {
  expect(middleCode([at('left', 0, 310), at('middle', 600, 300), at('right', 1100, 310)], picture)).toBe('middle');
});

test('a large code off the middle does not win over a small one in it', () => {
  expect(middleCode([at('large', 0, 0, 500), at('small', 620, 340, 40)], picture)).toBe('small');
});

test('a picture without codes has none', () => {
  expect(middleCode([], picture)).toBeNull();
});
