import type { Actor, Deps } from '../../deps.ts';
import type { Decision } from '#domain/event/edit.ts';
import type { EventWhole } from '#domain/event/event.ts';
import type { Outcome } from '#domain/refusal.ts';

type Needs = Pick<Deps, 'events' | 'rooms'>;

/** One change of an event, and word of it to whoever keeps a copy: the door and the box office. */
export async function changeEvent(
  deps: Needs,
  eventId: string,
  decide: (whole: EventWhole) => Decision,
  by: Actor & { action: string },
): Promise<Outcome<{ whole: EventWhole }>> {
  const changed = await deps.events.change(eventId, decide, by);
  if (changed.ok) {
    void deps.rooms.door(eventId).kick();
    void deps.rooms.boxOffice(eventId).kick();
  }
  return changed;
}
