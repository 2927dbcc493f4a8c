import { m } from '$messages';
import type { DoorConflict } from '#contract/door/checkin.ts';
import { formatDate } from '$lib/format-date.ts';

const REASONS: Record<DoorConflict['reason'], () => string> = {
  cancelled: m.conflict_cancelled,
  revoked: m.conflict_revoked,
  unpaid: m.conflict_unpaid,
  not_yet_valid: m.conflict_not_yet_valid,
  no_longer_valid: m.conflict_no_longer_valid,
  wrong_type: m.conflict_wrong_type,
  already_in: m.conflict_second_entry,
  already_left: m.conflict_already_left,
  full: m.conflict_full,
  invalid: m.conflict_invalid,
  wrong_event: m.conflict_wrong_event,
  second_entry: m.conflict_second_entry,
  unknown_ticket: m.conflict_unknown_ticket,
  cancelled_inside: m.conflict_cancelled_inside,
  transferred_inside: m.conflict_transferred_inside,
  renamed_inside: m.conflict_renamed_inside,
};

/** The conflict in one line. A page that was cached before a reason existed says so much at least. */
export const conflictReason = ({ reason }: { reason: string }): string =>
  (Object.hasOwn(REASONS, reason) ? REASONS[reason as DoorConflict['reason']] : m.conflict_other)();

/**
 * Names the device, time and gate of the admission, and of the other one. The order is left out: devices that were
 * offline deliver in any order.
 */
export function conflictPlaces(conflict: DoorConflict, timeZone: string): string {
  const { deviceName, gateName, otherDeviceName, scannedAt } = conflict;
  const here = [formatDate(scannedAt, 'time', timeZone), gateName, deviceName].filter(Boolean).join(' · ');
  return otherDeviceName ? `${here} – ${m.conflict_before({ device: otherDeviceName })}` : here;
}
