import type { Standing } from '../../worker/deps.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import type { DoorParts } from './parts.ts';
import { type AtDoor, type DoorConnection, refuseAndClose } from './socket.ts';
import { withTimeLimit } from './time-limit.ts';

/** Rights are checked again after this time, for changes of which the door was not notified. */
const TRUSTED_MS = 30_000;

type RecheckParts = Pick<DoorParts, 'doorId' | 'source' | 'log'>;

/** Closes the sockets of people and devices that have lost their rights. */
export function createRecheck(door: RecheckParts, connections: () => Iterable<DoorConnection>) {
  let checkedAt = 0;
  const check = async (present: AtDoor[]): Promise<Reason[]> => {
    try {
      return await reasonsToClose(door, present);
    } catch (error) {
      // Without Postgres the door keeps the rights that it last saw.
      door.log.warn('door could not recheck rights', { doorId: door.doorId, error: String(error) });
      return [];
    }
  };
  const recheck = async (): Promise<void> => {
    checkedAt = Date.now();
    const present = [...connections()].filter(({ state }) => state !== null);
    if (present.length === 0) return;
    const reasons = await check(present.map(({ state }) => state!));
    present.forEach((connection, index) => {
      const reason = reasons[index];
      if (reason && connection.state) refuseAndClose(connection, reason);
    });
  };
  return {
    now: recheck,
    /** Returns the reason to refuse a pass, which can be older than its owner's rights, or null. */
    async refuses(scanner: Scanner): Promise<Reason> {
      if (scanner.userId === null) return null;
      const [reason = null] = await withTimeLimit(check([{ ...scanner, openedAt: Date.now() }]), []);
      return reason;
    },
    /** Called for every message, and mostly does nothing. */
    ifStale: () => (Date.now() - checkedAt < TRUSTED_MS ? undefined : recheck()),
  };
}

type Reason = 'device_revoked' | 'forbidden' | null;

/** Returns a reason for each, or null for those that stay. */
async function reasonsToClose({ source, doorId }: RecheckParts, present: AtDoor[]): Promise<Reason[]> {
  const userIds = [...new Set(present.flatMap(({ userId }) => userId ?? []))];
  const deviceIds = [...new Set(present.map(({ deviceId }) => deviceId))];
  const { people, revokedDevices } = await source.readStandings(userIds, deviceIds);
  const standings = new Map(people.map((standing) => [standing.userId, standing]));
  const revoked = new Set(revokedDevices);
  return present.map((at) => {
    if (revoked.has(at.deviceId)) return 'device_revoked';
    return mayStay(at, eventOfDoor(doorId), standings) ? null : 'forbidden';
  });
}

function mayStay(at: AtDoor, eventId: string, standings: Map<string, Standing>): boolean {
  if (at.userId === null) return true;
  const person = standings.get(at.userId);
  // A session that began later does not count: another sign-in opened this socket.
  if (!person || person.signedInSince === null || person.signedInSince > at.openedAt) return false;
  if (person.eventIds !== null && !person.eventIds.includes(eventId)) return false;
  const has = (permission: Standing['permissions'][number]) => person.permissions.includes(permission);
  if (at.mayScan ? !has('CHECK_IN') : !has('CHECK_IN') && !has('VIEW_EVENT')) return false;
  return !at.mayUndoAny || has('EDIT_EVENT');
}
