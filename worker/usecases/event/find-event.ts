import type { Core, Deps } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { FullEvent } from '#domain/event/event.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

/** The event with all that staff edit. */
export async function findEvent(
  { events }: Pick<Deps, 'events'>,
  caller: Caller,
  eventId: string,
): Promise<Outcome<{ fullEvent: FullEvent }>> {
  if (!may(caller, 'VIEW_EVENT', eventId)) return notAllowed(caller);
  const fullEvent = await events.find(eventId);
  return fullEvent ? { ok: true, fullEvent } : refusal('not_found');
}

/** Drafts and archived events open for staff, and for everyone who has the preview's secret. */
export function mayPreview(
  { seals }: Pick<Core, 'seals'>,
  caller: Caller,
  asked: { eventId: string; secret?: string },
) {
  const { eventId: id, secret } = asked;
  if (secret && seals.isLinkToken(secret, { scope: 'preview', id, version: 1 })) return true;
  return may(caller, 'VIEW_EVENT', id);
}
