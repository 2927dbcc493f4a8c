import { m } from '$messages';
import type { Refused } from '$lib/api.ts';
import { formatMoney } from '$lib/format-money.ts';
import type { MoneyAmount } from '#domain/money.ts';

/** Names the smallest amount that cards can be charged, beside each price below it. */
export function withMinimum(refused: Refused): Refused {
  if (refused.code !== 'price_below_minimum') return refused;
  const { minimum } = refused.details as { minimum: MoneyAmount };
  const words = m.office_fault_below_minimum({ minimum: formatMoney(minimum) });
  return { ...refused, fields: Object.fromEntries(Object.keys(refused.fields ?? {}).map((path) => [path, words])) };
}
