import type { DoorOffer, Deps } from '../../deps.ts';
import { may, mayForSome, notAllowed, type Caller } from '#domain/account/caller.ts';
import { concerns } from '#domain/door/conflict.ts';
import type { DoorReport, PartyMember } from '#domain/door/door.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import type { EventRecord } from '#domain/event/event.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { isKnownDoor } from '../event/known-event.ts';
import { askDoor } from '../ask-door.ts';

type ViewDeps = Pick<Deps, 'doors' | 'rooms' | 'log'>;

/** The events at whose doors the caller can scan. */
export async function listDoorEvents(
  { listing }: Pick<Deps, 'listing'>,
  caller: Caller,
): Promise<Outcome<{ events: EventRecord[] }>> {
  if (caller.kind !== 'device' && !mayForSome(caller, 'CHECK_IN')) return notAllowed(caller);
  return { ok: true, events: await listing.listForDoor(limitOf(caller)) };
}

/** The events that a person or device is limited to; null: no limit. */
function limitOf(caller: Caller): string[] | null {
  if (caller.kind === 'device') return [caller.eventId];
  return caller.kind === 'user' && caller.user.eventIds ? [...caller.user.eventIds] : null;
}

/** Everyone of a ticket's booking, and who of them is inside. */
export async function viewParty(
  deps: ViewDeps,
  caller: Caller,
  { doorId, ticketId }: { doorId: string; ticketId: string },
): Promise<Outcome<{ members: PartyMember[] }>> {
  const allowed = await canScan(deps, caller, doorId);
  return allowed.ok ? askDoor(deps, doorId, (door) => door.party(ticketId)) : allowed;
}

/** Returns a scanner's pack: whole, or the changes since an earlier pack. */
export async function loadPack(
  deps: ViewDeps,
  caller: Caller,
  { doorId, since }: { doorId: string; since: string | null },
): Promise<Outcome<{ bytes: Uint8Array }>> {
  const allowed = await canScan(deps, caller, doorId);
  return allowed.ok ? askDoor(deps, doorId, (door) => door.pack(since)) : allowed;
}

async function canScan(deps: ViewDeps, caller: Caller, doorId: string): Promise<Outcome<object>> {
  if (!may(caller, 'CHECK_IN', eventOfDoor(doorId))) return notAllowed(caller);
  return (await isKnownDoor(deps, caller, doorId)) ? { ok: true } : refusal('not_found');
}

/** Counts and last scans. Door crew see conflicts of their own device alone, and no curve, as on their socket. */
export async function viewStats(
  deps: ViewDeps,
  caller: Caller,
  doorId: string,
): Promise<Outcome<{ report: DoorReport }>> {
  const eventId = eventOfDoor(doorId);
  const seesAll = may(caller, 'VIEW_EVENT', eventId);
  if (!seesAll && !may(caller, 'CHECK_IN', eventId)) return notAllowed(caller);
  if (!(await deps.doors.eventExists(eventId))) return refusal('not_found');
  const outcome = await askDoor(deps, doorId, (door) => door.stats());
  const device = caller.kind === 'device' ? caller.scanner : { deviceId: '', maySupervise: false };
  if (!outcome.ok || seesAll || device.maySupervise) return outcome;
  const { report } = outcome;
  const conflicts = report.conflicts.filter((conflict) => concerns(conflict, device));
  return { ok: true, report: { ...report, perFiveMinutes: [], conflicts } };
}

/** Returns the ticket types on sale at the door now. */
export async function viewOffer(
  { doorSales }: Pick<Deps, 'doorSales'>,
  caller: Caller,
  eventId: string,
): Promise<Outcome<{ offer: DoorOffer }>> {
  if (!may(caller, 'SELL', eventId)) return notAllowed(caller);
  const offer = await doorSales.offer(eventId);
  return offer ? { ok: true, offer } : refusal('not_found');
}
