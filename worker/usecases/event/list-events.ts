import type { ListedForStaff, StaffFilter, Deps } from '../../deps.ts';
import { mayForSome, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';

/** The events that the caller can see in the office. */
export async function listEvents(
  { listing }: Pick<Deps, 'listing'>,
  caller: Caller,
  filter: Omit<StaffFilter, 'eventIds'>,
): Promise<Outcome<{ found: ListedForStaff[] }>> {
  if (caller.kind !== 'user' || !mayForSome(caller, 'VIEW_EVENT')) return notAllowed(caller);
  const eventIds = caller.user.eventIds && [...caller.user.eventIds];
  return { ok: true, found: await listing.listForStaff({ ...filter, eventIds }) };
}
