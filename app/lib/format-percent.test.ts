import { expect, test, vi } from 'vitest';

vi.mock('$paraglide/runtime', () => ({ getLocale: () => 'en' }));
const { formatPercent } = await import('./format-percent.ts');

test('a percentage has its sign as on receipts, and no more decimals than it needs', () => {
  expect([1500, 1250, 1905, 10_000].map(formatPercent)).toEqual(['15%', '12.5%', '19.05%', '100%']);
});
