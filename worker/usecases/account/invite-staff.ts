import type { Actor, Deps, StaffRecord } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { StaffRole } from '#domain/account/permission.ts';
import { mayInvite } from '#domain/account/staff.ts';
import type { Outcome } from '#domain/refusal.ts';

type Needs = Pick<Deps, 'staff' | 'rooms'>;

export async function inviteStaff(
  deps: Needs,
  caller: Caller,
  person: { name: string; email: string; role: StaffRole },
  by: Actor,
): Promise<Outcome<{ member: StaffRecord }>> {
  const invited = await deps.staff.invite(person, by, (existing) => mayInvite(caller, existing, person.role));
  if (invited.ok) void deps.rooms.postman().kick();
  return invited;
}
