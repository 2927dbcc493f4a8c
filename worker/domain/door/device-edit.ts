import { refusal, type Outcome } from '../refusal.ts';

/** The fields of a device that staff change; a gate of null: none. */
export interface DeviceEdit {
  name?: string | undefined;
  gateId?: string | null | undefined;
}

/** A removed device is as absent as none, and gates are those of its event that are open. */
export function editDevice(
  { isRevoked }: { isRevoked: boolean },
  gateIds: readonly string[],
  edit: DeviceEdit,
): Outcome<{ edit: DeviceEdit }> {
  if (isRevoked) return refusal('not_found');
  return edit.gateId && !gateIds.includes(edit.gateId) ? refusal('gate_unknown') : { ok: true, edit };
}
