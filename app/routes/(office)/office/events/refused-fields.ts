import { m } from '$messages';
import { fieldErrors, type Refused } from '$lib/api.ts';
import { formatMoney, type Money } from '$lib/format-money.ts';

/** Per field what the API refused, in words of ours where its code says all. */
export function refusedFields(answer: Refused): Record<string, string> {
  const fields = fieldErrors(answer);
  if (answer.code !== 'price_below_minimum') return fields;
  const { minimum } = answer.details as { minimum: Money };
  const words = m.office_fault_below_minimum({ minimum: formatMoney(minimum) });
  return Object.fromEntries(Object.keys(fields).map((path) => [path, words]));
}
