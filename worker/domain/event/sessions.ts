import type { KeptSession, SessionRecord, TicketTypeRecord } from './event.ts';
import type { FieldFault } from '../field-fault.ts';
import { refusal, type Outcome, type Refusal } from '../refusal.ts';

/** A session as its sender wants it: one of the event's, or a new one with an id made for it. */
export interface SessionWanted extends SessionRecord {
  isNew: boolean;
}

interface Times {
  startsAt: Date;
  endsAt: Date;
}

const fault = (path: string, message: string, reason: FieldFault['reason'] = 'invalid') =>
  refusal('invalid_request', { fields: [{ path, message, reason } satisfies FieldFault] });

/**
 * Why the event can't have these sessions: each begins before it ends, within the event's times. They may overlap, as
 * rooms with talks of their own do.
 */
export function refuseSessions(sessions: readonly SessionRecord[], event: Times): Refusal | null {
  if (sessions.length === 0) return fault('sessions', 'An event has one session at least', 'too_few');
  for (const [at, { id, startsAt, endsAt }] of sessions.entries()) {
    const path = `sessions.${at}`;
    if (sessions.findIndex((one) => one.id === id) < at) return fault(`${path}.id`, 'Named twice');
    if (endsAt <= startsAt) return fault(`${path}.endsAt`, 'Must be after the start', 'too_early');
    if (startsAt < event.startsAt || startsAt >= event.endsAt)
      return fault(`${path}.startsAt`, 'Must be within the event’s times');
    if (endsAt > event.endsAt) return fault(`${path}.endsAt`, 'Must be within the event’s times');
  }
  return null;
}

interface Kept {
  sessions: readonly KeptSession[];
  ticketTypes: readonly TicketTypeRecord[];
}

type Saved = Outcome<{ sessions: SessionRecord[]; removedSessionIds: string[] }>;

/** All sessions of an event together; those left out go, unless a ticket admits to them or was scanned for them. */
export function saveSessions({ sessions, ticketTypes }: Kept, wanted: readonly SessionWanted[], event: Times): Saved {
  const unknown = wanted.findIndex(({ id, isNew }) => !isNew && !sessions.some((known) => known.id === id));
  if (unknown !== -1) return fault(`sessions.${unknown}.id`, 'No such session in this event');
  const refused = refuseSessions(wanted, event);
  if (refused) return refused;
  const removed = sessions.filter(({ id }) => !wanted.some((one) => one.id === id));
  const inUse = removed.filter((one) => one.hasEntries || ticketTypes.some((type) => needs(type, one.id)));
  if (inUse.length > 0) return refusal('session_in_use', { sessions: inUse.map(({ id, name }) => ({ id, name })) });
  const removedSessionIds = removed.map(({ id }) => id);
  // Without any session named, a type would admit to all.
  const left = ticketTypes.filter(({ archivedAt, sessionIds }) => !archivedAt && sessionIds.length > 0);
  const bare = left.filter((type) => type.sessionIds.every((id) => removedSessionIds.includes(id)));
  if (bare.length > 0) return refusal('session_in_use', { ticketTypes: bare.map(({ id, name }) => ({ id, name })) });
  return { ok: true, sessions: wanted.map(({ isNew: _, ...session }) => session), removedSessionIds };
}

const needs = (type: TicketTypeRecord, sessionId: string) =>
  type.held + type.sold > 0 && admitsTo(type.sessionIds, sessionId);

/** A type that names no session admits to all. */
export const admitsTo = (sessionIds: readonly string[], sessionId: string) =>
  sessionIds.length === 0 || sessionIds.includes(sessionId);

/** Whether a type of which tickets exist would no longer admit to a session that it admits to. */
export function losesSession(
  sessions: readonly SessionRecord[],
  before: readonly string[],
  after: readonly string[],
): boolean {
  return sessions.some(({ id }) => admitsTo(before, id) && !admitsTo(after, id));
}
