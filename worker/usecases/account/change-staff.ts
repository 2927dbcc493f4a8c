import type { Deps, DoorDeps, StaffRecord } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { changeRights, type RightsChange } from '#domain/account/staff.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';
import { recheckDoors } from '../door/recheck-doors.ts';

/** Changes a person's rights. Every request reads them, and the doors are told, so the change takes effect right away. */
export async function changeStaff(
  deps: DoorDeps & Pick<Deps, 'staff' | 'rooms' | 'log'>,
  caller: Caller,
  wanted: { userId: string; change: RightsChange },
): Promise<Outcome<{ member: StaffRecord }>> {
  if (!may(caller, 'MANAGE_USERS')) return notAllowed(caller);
  const decide = (before: StaffRecord, superAdmins: number) =>
    changeRights(caller, { before, change: wanted.change, superAdmins });
  const changed = await deps.staff.change(wanted, decide, actorOf(caller));
  if (changed.ok) await recheckDoors(deps, wanted.userId);
  return changed;
}
