import type { WaitingFound, Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { JoinWaiting } from '#domain/box-office/command.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { isKnownEvent } from '../event/known-event.ts';
import { mailTooOften } from '../rate-limit.ts';

type JoinDeps = Pick<Deps, 'rooms' | 'doors' | 'rateLimits' | 'waiting'>;
interface Command {
  eventId: string;
  request: Omit<JoinWaiting, 'kind' | 'userId'>;
  client: string | null;
}

/** Puts a person on the waiting list of a ticket type that is sold out, as the event's box office decides. */
export async function joinWaitingList(
  deps: JoinDeps,
  caller: Caller,
  { eventId, request, client }: Command,
): Promise<Outcome<{ found: WaitingFound }>> {
  const limited = await mailTooOften(deps, 'waiting-list', { email: request.email, client });
  if (limited) return limited;
  if (!(await isKnownEvent(deps, eventId))) return refusal('not_found');
  const userId = caller.kind === 'user' ? caller.user.id : null;
  const joined = await deps.rooms.boxOffice(eventId).submit({ kind: 'join_waiting', ...request, userId });
  if (!joined.ok) return joined;
  const found = await deps.waiting.find(joined.entry.id);
  return found ? { ok: true, found } : refusal('outcome_unknown');
}
