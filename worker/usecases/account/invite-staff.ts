import type { Deps, InvitedPerson, StaffRecord } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { mayInvite } from '#domain/account/staff.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';
import { mailTooOften } from '../rate-limit.ts';

interface Command {
  person: InvitedPerson;
  client: string | null;
}

/** Makes an account staff, or a new one for an unknown address. Either way an invitation is emailed. */
export async function inviteStaff(
  deps: Pick<Deps, 'staff' | 'rateLimits' | 'rooms'>,
  caller: Caller,
  { person, client }: Command,
): Promise<Outcome<{ member: StaffRecord }>> {
  if (!may(caller, 'MANAGE_USERS')) return notAllowed(caller);
  const limited = await mailTooOften(deps, 'invite', { email: person.email, client });
  if (limited) return limited;
  const decide = (existing: StaffRecord | null) => mayInvite(caller, existing, person.role);
  const invited = await deps.staff.invite(person, decide, actorOf(caller));
  if (invited.ok) void deps.rooms.postman().kick();
  return invited;
}
