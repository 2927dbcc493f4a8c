import { expect, test } from 'vitest';
import { zoomSteps } from './zoom-steps.ts';

test('a camera with zoom offers 1×, 2× and 4×, up to its maximum', () => {
  expect(zoomSteps({ min: 1, max: 8 })).toEqual([1, 2, 4]);
  expect(zoomSteps({ min: 1, max: 3 })).toEqual([1, 2]);
  expect(zoomSteps({ min: 100, max: 400 })).toEqual([100, 200, 400]);
});

test('a camera without zoom offers no steps', () => {
  expect(zoomSteps(undefined)).toEqual([]);
  expect(zoomSteps({ min: 1, max: 1 })).toEqual([]);
  expect(zoomSteps({ min: 0, max: 0 })).toEqual([]);
});
