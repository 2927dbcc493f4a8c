import type { Page, WaitingFound, Deps } from '../../deps.ts';
import type { Permission } from '#domain/account/permission.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { ownerOf } from '../signed-in.ts';

type FindDeps = Pick<Deps, 'seals' | 'waiting'>;
type Found = Outcome<{ found: WaitingFound; access: 'owner' | 'staff' }>;
type Listed = Outcome<{ found: WaitingFound[] }>;

/** A waiting-list entry, for its link, its account and staff; for everyone else it is as absent as none. */
export async function findWaiting(
  deps: FindDeps,
  caller: Caller,
  { entryId, permission = 'VIEW_BOOKING' }: { entryId: string; permission?: Permission },
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

/** The entries of the caller's account and of its verified address, newest first. */
export async function listOwnWaiting(
  { waiting }: FindDeps,
  caller: Caller,
  { userId, page }: { userId: string; page: Page },
): Promise<Listed> {
  const own = ownerOf(caller, userId);
  return own.ok ? { ok: true, found: await waiting.listOwn(own.owner, page) } : own;
}

/** The waiting list of an event, in the order in which it is served. */
export async function listEventWaiting(
  { waiting }: FindDeps,
  caller: Caller,
  { eventId, page }: { eventId: string; page: Page },
): Promise<Listed> {
  if (!may(caller, 'VIEW_BOOKING', eventId)) return notAllowed(caller);
  return { ok: true, found: await waiting.list(eventId, page) };
}
