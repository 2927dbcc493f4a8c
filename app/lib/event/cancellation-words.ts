import type { EventPublic } from '#contract/event/public-event.ts';
import { m } from '$messages';
import { formatDeadline } from '$lib/format-date.ts';
import { formatMoney } from '$lib/format-money.ts';
import { formatPercent } from '$lib/format-percent.ts';

type Policy = Pick<EventPublic, 'cancellation' | 'timeZone'>;

/** In one sentence: until when a booking can be cancelled, and the refund. `now` is by the server's clock. */
export function cancellationWords({ cancellation, timeZone }: Policy, now: number, isFree: boolean): string {
  if (!cancellation || Date.parse(cancellation.until) <= now) return m.policy_none();
  const { until, feeFixed, feeBasisPoints } = cancellation;
  const time = formatDeadline(until, timeZone);
  if (isFree) return m.policy_free({ time });
  const percent = formatPercent(feeBasisPoints);
  if (feeFixed.amount > 0 && feeBasisPoints > 0)
    return m.policy_fee_both({ time, amount: formatMoney(feeFixed), percent });
  if (feeFixed.amount > 0) return m.policy_fee_fixed({ time, amount: formatMoney(feeFixed) });
  return feeBasisPoints > 0 ? m.policy_fee_percent({ time, percent }) : m.policy_all({ time });
}
