import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { FullEvent, SessionRecord } from '#domain/event/event.ts';
import { refuseSessions } from '#domain/event/sessions.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';
import { draftEvent, type DraftDeps, type EventDraft } from './draft-event.ts';

/** Sessions of a new event get their ids here; without any it has one, over its own times. */
export async function createEvent(
  deps: DraftDeps,
  caller: Caller,
  { sessions: wanted, ...draft }: EventDraft & { sessions?: Omit<SessionRecord, 'id'>[] },
): Promise<Outcome<{ fullEvent: FullEvent }>> {
  if (!may(caller, 'CREATE_EVENT')) return notAllowed(caller);
  const sessions = wanted?.map((session) => ({ ...session, id: deps.ids.uuid() }));
  const refused = sessions && draft.startsAt < draft.endsAt && refuseSessions(sessions, draft);
  if (refused) return refused;
  return draftEvent(deps, { draft, begins: sessions && { sessions } }, actorOf(caller));
}
