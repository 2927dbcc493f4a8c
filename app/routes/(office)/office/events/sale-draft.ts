import type { EventStaff } from '#contract/event/event.ts';
import { parseDecimal, toDecimal } from '#domain/money.ts';
import { fromBasisPoints, toBasisPoints } from '$lib/form/basis-points.ts';
import { instantOf, wallTime } from '$lib/form/zoned-time.ts';

/** What holds for buyers, as the form holds it: paying at the door, waiting, cancelling. */
export type SaleDraft = ReturnType<typeof saleDraftOf>;
export type Fault = 'required' | 'time' | 'before_start' | 'amount' | 'percent' | 'number';
export type SaleFaults = Partial<Record<keyof SaleDraft, Fault>>;
type Place = Pick<EventStaff, 'timeZone' | 'currency'>;

export const newSaleDraft = () => ({
  atDoorPayment: false,
  atDoorUntil: '',
  waitingList: true,
  cancelling: 'none' as 'none' | 'until',
  cancelUntilHours: '48',
  cancelFeeFixed: '',
  cancelFeePercent: '',
});

export function saleDraftOf(event: EventStaff): ReturnType<typeof newSaleDraft> {
  const { timeZone, currency, cancelUntilHours: hours } = event;
  return {
    atDoorPayment: event.atDoorPayment,
    atDoorUntil: event.atDoorUntil ? wallTime(event.atDoorUntil, timeZone) : '',
    waitingList: event.waitingList,
    cancelling: hours === null ? 'none' : 'until',
    cancelUntilHours: hours === null ? '48' : String(hours),
    cancelFeeFixed: toDecimal({ amount: event.cancelFeeFixedMinor, currency }),
    cancelFeePercent: fromBasisPoints(event.cancelFeeBasisPoints),
  };
}

/** What the API takes of it; what is wrong is written into `faults`. What is switched off can't be wrong. */
export function readSale(draft: SaleDraft, { timeZone, currency }: Place, faults: SaleFaults) {
  const { atDoorPayment, waitingList } = draft;
  const atDoorUntil = atDoorPayment && draft.atDoorUntil ? instantOf(draft.atDoorUntil, timeZone) : null;
  if (atDoorPayment && draft.atDoorUntil && !atDoorUntil) faults.atDoorUntil = 'time';
  const always = { atDoorPayment, atDoorUntil, waitingList };
  if (draft.cancelling === 'none')
    return { ...always, cancelUntilHours: null, cancelFeeFixedMinor: 0, cancelFeeBasisPoints: 0 };

  const hours = draft.cancelUntilHours.trim();
  if (!hours) faults.cancelUntilHours = 'required';
  else if (!/^\d{1,4}$/.test(hours)) faults.cancelUntilHours = 'number';
  const fixed = parseDecimal(draft.cancelFeeFixed || '0', currency);
  if (fixed === null) faults.cancelFeeFixed = 'amount';
  const share = toBasisPoints(draft.cancelFeePercent || '0');
  if (share === null) faults.cancelFeePercent = 'percent';
  const fee = { cancelFeeFixedMinor: fixed ?? 0, cancelFeeBasisPoints: share ?? 0 };
  return { ...always, cancelUntilHours: Number(hours), ...fee };
}
