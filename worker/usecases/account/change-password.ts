import type { AccountAnswer, DoorDeps, Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import { recheckDoors } from '../door/recheck-doors.ts';
import { guessesTooOften } from '../rate-limit.ts';
import { signedIn } from '../signed-in.ts';

interface Command {
  input: { currentPassword: string; newPassword: string };
  client: string | null;
  headers: Headers;
}

/** Changes the password and ends all other sessions of the account. */
export async function changePassword(
  deps: DoorDeps & Pick<Deps, 'accounts' | 'rateLimits' | 'rooms' | 'log'>,
  caller: Caller,
  { input, client, headers }: Command,
): Promise<AccountAnswer> {
  const found = signedIn(caller);
  if (!found.ok) return found;
  const limited = await guessesTooOften(deps, { email: found.user.email, client });
  if (limited) return limited;
  const answer = await deps.accounts.call('change-password', { ...input, revokeOtherSessions: true }, headers);
  if (answer.ok) await recheckDoors(deps, found.user.id);
  return answer;
}
