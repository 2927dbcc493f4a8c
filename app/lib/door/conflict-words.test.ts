import { expect, test, vi } from 'vitest';
import { CONFLICT_REASONS } from '#domain/door/verdict.ts';

vi.mock('$messages', () => import('../../paraglide/messages.js'));
vi.mock('$paraglide/runtime', () => import('../../paraglide/runtime.js'));
const { conflictReason } = await import('./conflict-words.ts');

test('every reason has its words, and a reason of a later version has some', () => {
  const words = CONFLICT_REASONS.map((reason) => conflictReason({ reason }));
  const other = conflictReason({ reason: 'of_a_later_version' });
  expect(words.every((text) => text.length > 0 && text !== other)).toBe(true);
  expect(other).toMatch(/supervisor/);
});
