import { m } from '$messages';

const STATUSES: Record<string, () => string> = {
  confirmed: m.office_booking_confirmed,
  pending_payment: m.office_booking_pending,
  expired: m.office_booking_expired,
  cancelled: m.office_booking_cancelled,
};
/** A booking's status, in the reader's language. */
export const statusName = (status: string): string => STATUSES[status]?.() ?? status;
