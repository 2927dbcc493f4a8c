import type { FromDoor } from '#contract/door/messages.ts';
import type { DoorRoom } from '../../worker/deps.ts';
import { concerns } from '#domain/door/conflict.ts';
import { type Outcome } from '#domain/refusal.ts';
import { arrivalsOf, countsOf } from './counts.ts';
import type { DoorParts } from './parts.ts';
import { youOf } from './presence.ts';
import { ready } from './readiness.ts';
import type { AtDoor } from './socket.ts';

const LAST_SCANS = 30;

/** Returns everything that a screen starts with. Numbered changes continue from its `seq`. */
export async function snapshot(door: DoorParts, who: AtDoor): Promise<Outcome<{ message: FromDoor }>> {
  const known = await ready(door);
  if (!known.ok) return known;
  const { event, gates, sessions } = known.facts;
  const iso = (instant: number) => new Date(instant).toISOString();
  return {
    ok: true,
    message: {
      type: 'snapshot',
      seq: door.ledger.number('seq'),
      event: {
        id: event.id,
        title: event.title,
        timeZone: event.timeZone,
        rehearsalUntil: event.rehearsal && iso(event.rehearsal.until),
        gates: gates.map(({ id, name }) => ({ id, name })),
        sessions: sessions.map(({ id, name, startsAt, endsAt }) => ({
          id,
          name,
          startsAt: iso(startsAt),
          endsAt: iso(endsAt),
        })),
      },
      counts: countsOf(door)!,
      lastScans: door.ledger.scans.last(LAST_SCANS, known.facts),
      conflicts: door.ledger.conflicts.open(known.facts).filter((conflict) => concerns(conflict, who)),
      you: youOf(who),
      ...(who.maySupervise && { devices: door.presence.all() }),
      ...((who.maySupervise || !who.mayScan) && { perFiveMinutes: arrivalsOf(door) }),
      serverTime: door.clock.now().toISOString(),
    },
  };
}

export async function stats(door: DoorParts): ReturnType<DoorRoom['stats']> {
  const known = await ready(door);
  if (!known.ok) return known;
  const report = {
    eventId: door.doorId,
    counts: countsOf(door)!,
    perFiveMinutes: arrivalsOf(door),
    lastScans: door.ledger.scans.last(LAST_SCANS, known.facts),
    conflicts: door.ledger.conflicts.open(known.facts),
    undelivered: door.ledger.scans.countAfter(door.ledger.number('delivered')),
    serverTime: door.clock.now().toISOString(),
  };
  return { ok: true, report };
}
