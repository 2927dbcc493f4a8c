import type { Standing } from '../../worker/deps.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import type { DoorParts } from './parts.ts';
import { patiently } from './patiently.ts';
import { type AtDoor, type DoorConnection, shutOut } from './socket.ts';

/** Who scans is looked at again when this is over: for changes that nobody told the door of. */
const TRUSTED_MS = 30_000;

type RecheckParts = Pick<DoorParts, 'eventId' | 'source' | 'log'>;

/** Closes the sockets of people and devices that may no longer do what they came for. */
export function createRecheck(door: RecheckParts, connections: () => Iterable<DoorConnection>) {
  let checkedAt = 0;
  const look = async (present: AtDoor[]): Promise<Why[]> => {
    try {
      return await whyGone(door, present);
    } catch (error) {
      // The door goes on without Postgres, with the rights that were last seen.
      door.log.warn('door could not recheck rights', { eventId: door.eventId, error: String(error) });
      return [];
    }
  };
  const recheck = async (): Promise<void> => {
    checkedAt = Date.now();
    const present = [...connections()].filter(({ state }) => state !== null);
    if (present.length === 0) return;
    const whys = await look(present.map(({ state }) => state!));
    present.forEach((connection, index) => {
      const why = whys[index];
      if (why && connection.state) shutOut(connection, why);
    });
  };
  return {
    now: recheck,
    /** Why whoever comes with a pass may not come in: it may be older than their rights. Null where they may. */
    async refuses(scanner: Scanner): Promise<Why> {
      if (scanner.userId === null) return null;
      const [why = null] = await patiently(look([{ ...scanner, openedAt: Date.now() }]), []);
      return why;
    },
    /** For every message: mostly nothing. */
    ifStale: () => (Date.now() - checkedAt < TRUSTED_MS ? undefined : recheck()),
  };
}

type Why = 'device_revoked' | 'forbidden' | null;

/** For each, null where they may stay. */
async function whyGone({ source, eventId }: RecheckParts, present: AtDoor[]): Promise<Why[]> {
  const userIds = [...new Set(present.flatMap(({ userId }) => userId ?? []))];
  const deviceIds = [...new Set(present.map(({ deviceId }) => deviceId))];
  const { people, revokedDevices } = await source.readStandings(userIds, deviceIds);
  const standings = new Map(people.map((standing) => [standing.userId, standing]));
  const revoked = new Set(revokedDevices);
  return present.map((at) => {
    if (revoked.has(at.deviceId)) return 'device_revoked';
    return mayStay(at, eventOfDoor(eventId), standings) ? null : 'forbidden';
  });
}

function mayStay(at: AtDoor, eventId: string, standings: Map<string, Standing>): boolean {
  if (at.userId === null) return true;
  const person = standings.get(at.userId);
  // A session that began later is no excuse: it was another sign-in that opened this socket.
  if (!person || person.signedInSince === null || person.signedInSince > at.openedAt) return false;
  if (person.eventIds !== null && !person.eventIds.includes(eventId)) return false;
  const has = (permission: Standing['permissions'][number]) => person.permissions.includes(permission);
  if (at.mayScan ? !has('CHECK_IN') : !has('CHECK_IN') && !has('VIEW_EVENT')) return false;
  return !at.mayUndoAny || has('EDIT_EVENT');
}
