import type { DoorDeps, GuestRow } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';

interface Asked {
  eventId: string;
  page: Parameters<DoorDeps['doors']['listAttendees']>[1];
}

/** Lists everyone with a ticket, alphabetically. */
export async function listAttendees(
  deps: DoorDeps,
  caller: Caller,
  { eventId, page }: Asked,
): Promise<Outcome<{ guests: GuestRow[]; isLast: boolean }>> {
  if (!may(caller, 'VIEW_BOOKING', eventId)) return notAllowed(caller);
  if (!(await deps.doors.eventExists(eventId))) return refusal('not_found');
  const found = await deps.doors.listAttendees(eventId, { ...page, limit: page.limit + 1 });
  return { ok: true, guests: found.slice(0, page.limit), isLast: found.length <= page.limit };
}
