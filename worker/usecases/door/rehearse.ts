import type { Core, Deps, EventStart, Rehearsal } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';
import { rehearsalEnd, rehearsalOf, whyNoRehearsal } from '#domain/door/rehearsal.ts';

type Needs = Pick<Deps, 'rehearsals'> & Pick<Core, 'clock' | 'rooms'>;

/** Starts a rehearsal; a running one restarts with all check-ins reset. Every scanner of the event is notified. */
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
  const begun = await deps.rehearsals.begin(eventId, decide, actorOf(caller));
  if (begun.ok) await notifyDoors(deps, eventId);
  return begun;
}

/** Ends the rehearsal: scanners that still practise are sent back to the real door. */
export async function endRehearsal(deps: Needs, caller: Caller, eventId: string): Promise<Outcome<object>> {
  if (caller.kind !== 'user' || !may(caller, 'EDIT_EVENT', eventId)) return notAllowed(caller);
  const ended = await deps.rehearsals.end(eventId, deps.clock.now(), actorOf(caller));
  if (ended.ok) await notifyDoors(deps, eventId);
  return ended;
}

const notifyDoors = ({ rooms }: Needs, eventId: string) =>
  Promise.all([rooms.door(eventId).kick(), rooms.door(rehearsalOf(eventId)).kick()]);
