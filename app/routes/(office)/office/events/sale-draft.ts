import type { EventStaff } from '#contract/event/event.ts';
import { toDecimal } from '#domain/money.ts';
import { fromBasisPoints } from '$lib/form/basis-points.ts';
import type { Faults } from '$lib/form/faults.ts';
import { FieldReader } from '$lib/form/field-reader.ts';
import { wallTime } from '#domain/zoned-time.ts';

/** An event's terms for buyers in its form: paying at the door, the waiting list, cancelling. */
export type SaleDraft = ReturnType<typeof newSaleDraft>;

export const newSaleDraft = () => ({
  atDoorPayment: false,
  atDoorUntil: '',
  waitingList: true,
  cancelling: 'none' as 'none' | 'until',
  cancelUntilHours: '48',
  cancelFeeFixed: '',
  cancelFeePercent: '',
});

export function saleDraftOf(event: EventStaff): SaleDraft {
  const { timeZone, currency, cancelUntilHours: hours } = event;
  return {
    atDoorPayment: event.atDoorPayment,
    atDoorUntil: wallTime(event.atDoorUntil, timeZone),
    waitingList: event.waitingList,
    cancelling: hours === null ? 'none' : 'until',
    cancelUntilHours: hours === null ? '48' : String(hours),
    cancelFeeFixed: toDecimal({ amount: event.cancelFeeFixedMinor, currency }),
    cancelFeePercent: fromBasisPoints(event.cancelFeeBasisPoints),
  };
}

/** Reads the terms for the API and adds what is wrong to `faults`. What is switched off is not read, so it can't be wrong. */
export function readSale(draft: SaleDraft, place: Pick<EventStaff, 'timeZone' | 'currency'>, faults: Faults) {
  const read = new FieldReader(draft, place, { at: '', faults });
  const { atDoorPayment, waitingList } = draft;
  const atDoorUntil = atDoorPayment ? read.time('atDoorUntil') : null;
  const allowsCancelling = draft.cancelling === 'until';
  return {
    atDoorPayment,
    atDoorUntil,
    waitingList,
    cancelUntilHours: allowsCancelling ? read.requiredWholeNumber('cancelUntilHours') : null,
    cancelFeeFixedMinor: allowsCancelling ? read.amount('cancelFeeFixed') : 0,
    cancelFeeBasisPoints: allowsCancelling ? read.percent('cancelFeePercent') : 0,
  };
}
