import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { FullEvent } from '#domain/event/event.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';
import { draftEvent, type DraftDeps, type EventDraft } from './draft-event.ts';

export async function createEvent(
  deps: DraftDeps,
  caller: Caller,
  draft: EventDraft,
): Promise<Outcome<{ fullEvent: FullEvent }>> {
  if (!may(caller, 'CREATE_EVENT')) return notAllowed(caller);
  return draftEvent(deps, { draft }, actorOf(caller));
}
