import type { Core, SaleDeps, WaitingFound } from '../../deps.ts';
import { type Caller, may } from '#domain/account/caller.ts';
import type { Permission } from '#domain/account/permission.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

type FindDeps = Pick<Core, 'seals'> & Pick<SaleDeps, 'waiting'>;
type Found = Outcome<{ found: WaitingFound; access: 'owner' | 'staff' }>;

/** An entry of the waiting list, for whoever has its link or its account, and for staff; absent for everybody else. */
export async function findWaiting(
  deps: FindDeps,
  caller: Caller,
  entryId: string,
  permission: Permission = 'VIEW_BOOKING',
): Promise<Found> {
  const found = await deps.waiting.find(entryId);
  if (!found) return refusal('not_found');
  if (isOwn(deps, caller, found)) return { ok: true, found, access: 'owner' };
  return may(caller, permission, found.eventId) ? { ok: true, found, access: 'staff' } : refusal('not_found');
}

function isOwn(deps: FindDeps, caller: Caller, { entry }: WaitingFound): boolean {
  if (caller.kind === 'link')
    return deps.seals.isLinkToken(caller.token, { scope: 'waiting', id: entry.id, version: entry.linkVersion });
  if (caller.kind !== 'user') return false;
  const { id, email, emailVerified } = caller.user;
  return entry.userId === id || (emailVerified && entry.email.toLowerCase() === email.toLowerCase());
}
