import type { Actor, Core, Deps, DoorDeps, StaffChange, StaffRecord } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { changeRights } from '#domain/account/staff.ts';
import { recheckDoors } from '../door/recheck-doors.ts';

/** Rights are read anew with every request, and the doors are told: the change holds from the next one on. */
export async function changeStaff(
  deps: Pick<Deps, 'staff'> & DoorDeps & Pick<Core, 'rooms' | 'log'>,
  caller: Caller,
  wanted: { userId: string; change: StaffChange },
  by: Actor,
): Promise<Outcome<{ member: StaffRecord }>> {
  const decide = (before: StaffRecord, superAdmins: number) => changeRights(caller, before, wanted.change, superAdmins);
  const changed = await deps.staff.change(wanted.userId, decide, by);
  if (changed.ok) await recheckDoors(deps, wanted.userId);
  return changed;
}
