import type { Core, Deps, EventStart, Rehearsal } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { rehearsalEnd, rehearsalOf, whyNoRehearsal } from '#domain/door/rehearsal.ts';

type Needs = Pick<Deps, 'rehearsals'> & Pick<Core, 'clock' | 'rooms'>;

/** Begins a rehearsal; one that is on begins anew, with an empty house. Every scanner of the event is told. */
export async function beginRehearsal(
  deps: Needs,
  caller: Caller,
  eventId: string,
): Promise<Outcome<{ rehearsal: Rehearsal }>> {
  if (caller.kind !== 'user' || !may(caller, 'EDIT_EVENT', eventId)) return notAllowed(caller);
  const since = deps.clock.now();
  const decide = ({ startsAt, endsAt, ...event }: EventStart): Outcome<{ rehearsal: Rehearsal }> => {
    const why = whyNoRehearsal({ ...event, endsAt: endsAt.getTime() }, since.getTime());
    if (why) return refusal(why);
    return { ok: true, rehearsal: { since, until: new Date(rehearsalEnd(since.getTime(), startsAt.getTime())) } };
  };
  const by = { userId: caller.user.id, name: caller.user.name };
  const begun = await deps.rehearsals.begin(eventId, decide, by);
  if (begun.ok) await tellDoors(deps, eventId);
  return begun;
}

/** Ends it: whoever still practises is sent back to the real door. */
export async function endRehearsal(deps: Needs, caller: Caller, eventId: string): Promise<Outcome<object>> {
  if (caller.kind !== 'user' || !may(caller, 'EDIT_EVENT', eventId)) return notAllowed(caller);
  const by = { userId: caller.user.id, name: caller.user.name };
  const ended = await deps.rehearsals.end(eventId, deps.clock.now(), by);
  if (ended.ok) await tellDoors(deps, eventId);
  return ended;
}

const tellDoors = ({ rooms }: Needs, eventId: string) =>
  Promise.all([rooms.door(eventId).kick(), rooms.door(rehearsalOf(eventId)).kick()]);
