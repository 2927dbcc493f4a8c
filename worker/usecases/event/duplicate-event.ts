import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { EventChange } from '#domain/event/edit.ts';
import type { FullEvent } from '#domain/event/event.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';
import { draftEvent, type DraftDeps } from './draft-event.ts';

/** Makes a draft like another event, with nothing sold and its own slug. */
export async function duplicateEvent(
  deps: DraftDeps,
  caller: Caller,
  eventId: string,
): Promise<Outcome<{ fullEvent: FullEvent }>> {
  if (!may(caller, 'CREATE_EVENT') || !may(caller, 'VIEW_EVENT', eventId)) return notAllowed(caller);
  // Types and quotas as of one moment: a type saved in between would draw on a quota that the copy lacks.
  const found = await deps.events.snapshot(eventId);
  if (!found) return refusal('not_found');
  const { id: _id, slug: _slug, status: _status, version: _version, ...event } = found.event;
  const { publishedAt: _p, cancelledAt: _c, createdAt: _a, updatedAt: _u, cancelRefunds: _r, ...rest } = event;
  const { cancelMessage: _m, ...fields } = rest;
  const draft = { ...fields, title: `${fields.title} (copy)`.slice(0, 140) };
  const fresh = renaming(deps.ids.uuid);
  const sessions = found.sessions.map(({ hasEntries: _h, ...session }) => ({ ...session, id: fresh(session.id) }));
  return draftEvent(deps, { draft, begins: { sessions, change: copy(found, fresh) } }, actorOf(caller));
}

/** Gives each id of the original one of the copy, the same one each time. */
function renaming(newId: () => string) {
  const renamed = new Map<string, string>();
  return (id: string) => {
    const made = renamed.get(id) ?? newId();
    renamed.set(id, made);
    return made;
  };
}

function copy(found: FullEvent, fresh: (id: string) => string): EventChange {
  const types = found.ticketTypes.filter((type) => !type.archivedAt);
  return {
    quotas: found.quotas.map((quota) => ({ ...quota, id: fresh(quota.id), held: 0, sold: 0 })),
    ticketTypes: types.map(({ held: _h, sold: _s, archivedAt: _a, ...type }, index) => ({
      ...type,
      index,
      id: fresh(type.id),
      quotaIds: type.quotaIds.map(fresh),
      sessionIds: type.sessionIds.map(fresh),
      requiresTypeId: type.requiresTypeId && fresh(type.requiresTypeId),
    })),
    questions: found.questions.map((question) => ({
      ...question,
      id: fresh(question.id),
      ticketTypeIds: question.ticketTypeIds.map(fresh),
    })),
    gates: found.gates.map((gate) => ({
      ...gate,
      id: fresh(gate.id),
      ticketTypeIds: gate.ticketTypeIds.filter((id) => types.some((type) => type.id === id)).map(fresh),
    })),
  };
}
