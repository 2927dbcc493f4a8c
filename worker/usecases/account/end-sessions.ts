import type { AccountAnswer, DoorDeps, Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import { recheckDoors } from '../door/recheck-doors.ts';

/** Ends every session of the account, and its connections at doors. */
export async function endSessions(
  deps: DoorDeps & Pick<Deps, 'accounts' | 'rooms' | 'log'>,
  caller: Caller,
  headers: Headers,
): Promise<AccountAnswer> {
  const answer = await deps.accounts.call('revoke-sessions', {}, headers);
  if (answer.ok && caller.kind === 'user') await recheckDoors(deps, caller.user.id);
  return answer;
}
