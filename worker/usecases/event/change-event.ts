import type { Deps } from '../../deps.ts';
import type { Permission } from '#domain/account/permission.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import {
  archive,
  cancel,
  editEvent,
  publish,
  saveGates,
  saveQuestions,
  saveTicketTypes,
  type Decision,
  type GatesWanted,
  type QuestionWanted,
  type TypesWanted,
} from '#domain/event/edit.ts';
import type { EventFields, FullEvent, SessionRecord } from '#domain/event/event.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';

type ChangeDeps = Pick<Deps, 'events' | 'rooms' | 'ids' | 'clock'>;

/** A session without an id is new. */
type SessionAsked = Omit<SessionRecord, 'id'> & { id?: string };

export type EventChangeCommand =
  | { kind: 'edit'; version: number; fields: Partial<EventFields>; sessions?: SessionAsked[] }
  | ({ kind: 'ticket_types' } & TypesWanted)
  | ({ kind: 'gates' } & GatesWanted)
  | { kind: 'questions'; version: number; questions: QuestionWanted[] }
  | { kind: 'publish' }
  | { kind: 'cancel'; cancelRefunds: boolean; cancelMessage: string }
  | { kind: 'archive' };

const NEEDED: Record<EventChangeCommand['kind'], Permission> = {
  edit: 'EDIT_EVENT',
  ticket_types: 'EDIT_EVENT',
  gates: 'EDIT_EVENT',
  questions: 'EDIT_EVENT',
  publish: 'EDIT_EVENT',
  cancel: 'MANAGE_EVENTS',
  archive: 'MANAGE_EVENTS',
};

/** Changes an event, and tells the rooms that keep a copy of it: its door and its box office. */
export async function changeEvent(
  deps: ChangeDeps,
  caller: Caller,
  { eventId, command }: { eventId: string; command: EventChangeCommand },
): Promise<Outcome<{ fullEvent: FullEvent }>> {
  if (!may(caller, NEEDED[command.kind], eventId)) return notAllowed(caller);
  const by = { ...actorOf(caller), action: `event.${command.kind}` };
  const changed = await deps.events.change(eventId, (fullEvent) => decide(deps, fullEvent, command), by);
  if (changed.ok) {
    void deps.rooms.door(eventId).kick();
    void deps.rooms.boxOffice(eventId).kick();
  }
  return changed;
}

function decide({ ids, clock }: ChangeDeps, fullEvent: FullEvent, command: EventChangeCommand): Decision {
  switch (command.kind) {
    case 'edit':
      return editEvent(fullEvent, command.version, {
        ...command.fields,
        sessions: command.sessions?.map((one) => ({ ...one, id: one.id ?? ids.uuid(), isNew: !one.id })),
      });
    case 'ticket_types':
      return saveTicketTypes(fullEvent, command, ids.uuid);
    case 'gates':
      return saveGates(fullEvent, command, ids.uuid);
    case 'questions':
      return saveQuestions(fullEvent, command, ids.uuid);
    case 'publish':
      return publish(fullEvent, clock.now());
    case 'cancel':
      return cancel(fullEvent, { cancelRefunds: command.cancelRefunds, cancelMessage: command.cancelMessage });
    case 'archive':
      return archive(fullEvent, clock.now());
    default:
      return command satisfies never;
  }
}
