import type { BookingView } from '#contract/booking/booking.ts';

type Ended = Pick<BookingView, 'status' | 'money' | 'total'> & { event: Pick<BookingView['event'], 'status'> };

/** The amount that the organizer keeps of a cancelled booking's payment. The organizer settles a cancelled event. */
export function keptOf({ status, event, money, total }: Ended): BookingView['total'] {
  const isOver = status === 'cancelled' && event.status !== 'cancelled';
  const { paid, paidBack, onItsWay, owed, failed, contested, takenBack } = money;
  const gone = [paidBack, onItsWay, owed, failed, contested, takenBack];
  const left = gone.reduce((rest, { amount }) => rest - amount, paid.amount);
  return { ...total, amount: isOver ? Math.max(0, left) : 0 };
}
