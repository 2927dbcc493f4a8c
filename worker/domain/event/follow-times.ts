import { instantOf, wallTime } from '../zoned-time.ts';
import { refusal, type Outcome } from '../refusal.ts';
import type { EventFields, FullEvent, SessionRecord, TicketTypeRecord } from './event.ts';

/** The times and zone of an event before or after an edit. */
type Placed = Pick<EventFields, 'startsAt' | 'endsAt' | 'timeZone'>;

/** The time after the edit of one that depends on the event's times. */
type Follow = (time: Date) => Date;

/**
 * How times within an event follow its own. An event that is moved, start and end in one direction, takes them along
 * by local time, across a change of the clocks too. Where it only becomes longer or shorter, the times at its start and
 * end follow, and the others stay.
 */
function followerOf(before: Placed, after: Placed): Follow {
  const byStart = after.startsAt.getTime() - before.startsAt.getTime();
  const byEnd = after.endsAt.getTime() - before.endsAt.getTime();
  const isMoved = byStart * byEnd > 0;
  const byWall = wallMs(after.startsAt, after.timeZone) - wallMs(before.startsAt, before.timeZone);
  return (time) => {
    if (time.getTime() === before.startsAt.getTime()) return after.startsAt;
    if (time.getTime() === before.endsAt.getTime()) return after.endsAt;
    if (!isMoved) return time;
    const wall = new Date(wallMs(time, before.timeZone) + byWall).toISOString().slice(0, 16);
    const minute = Date.parse(instantOf(wall, after.timeZone) ?? '');
    return new Date(minute + (time.getTime() % MINUTE_MS));
  };
}

const MINUTE_MS = 60_000;

/** The local time as if it were UTC, in whole minutes. */
const wallMs = (time: Date, timeZone: string) => Date.parse(`${wallTime(time.toISOString(), timeZone)}Z`);

export type Validity = Pick<TicketTypeRecord, 'id' | 'validFrom' | 'validUntil'>;
type Followed = ReturnType<typeof followTimes>;

/** The times that depend on the event's own, as they follow an edit of those. */
export function followTimes({ event, sessions, ticketTypes }: FullEvent, after: Placed, fields: Partial<EventFields>) {
  const follow = followerOf(event, after);
  const { atDoorUntil: fixed } = event;
  // A form sends back the time that it was given.
  const isLeft = fields.atDoorUntil === undefined || isSame(fields.atDoorUntil, fixed);
  const atDoorUntil = fixed && isLeft ? follow(fixed) : null;
  return {
    isMoved: !isSame(event.startsAt, after.startsAt) || !isSame(event.endsAt, after.endsAt),
    fields: atDoorUntil && !isSame(atDoorUntil, fixed) ? { ...fields, atDoorUntil } : fields,
    sessions: sessions.map(({ id, name, startsAt, endsAt }): SessionRecord => {
      return { id, name, startsAt: follow(startsAt), endsAt: follow(endsAt) };
    }),
    validity: followValidity(ticketTypes, follow),
  };
}

/** The validity of those types whose validity changes, archived ones included: their tickets are still used. */
function followValidity(types: readonly Validity[], follow: Follow): Validity[] {
  return types.flatMap(({ id, validFrom, validUntil }) => {
    const followed = { id, validFrom: validFrom && follow(validFrom), validUntil: validUntil && follow(validUntil) };
    return isSame(followed.validFrom, validFrom) && isSame(followed.validUntil, validUntil) ? [] : [followed];
  });
}

const isSame = (one: Date | null | undefined, other: Date | null) => one?.getTime() === other?.getTime();

/** The sessions that followed; those that would lie outside the event, or turn around, are for staff to place. */
export function fitSessions(
  { sessions: kept }: Pick<FullEvent, 'sessions'>,
  event: Placed,
  { isMoved, sessions }: Followed,
): Outcome<{ sessions: SessionRecord[]; removedSessionIds: string[] }> {
  const lost = sessions.filter((session) => !isWithin(session, event));
  if (!isMoved || lost.length === 0) return { ok: true, sessions, removedSessionIds: [] };
  if (sessions.length === 1) {
    const { startsAt, endsAt } = event;
    return { ok: true, sessions: sessions.map((one) => ({ ...one, startsAt, endsAt })), removedSessionIds: [] };
  }
  const named = kept.filter(({ id }) => lost.some((one) => one.id === id)).map(({ id, name }) => ({ id, name }));
  return refusal('sessions_outside_event', { sessions: named });
}

const isWithin = ({ startsAt, endsAt }: SessionRecord, event: Placed) =>
  startsAt < endsAt && startsAt >= event.startsAt && endsAt <= event.endsAt;
