import type { Clock } from '../../worker/deps.ts';
import type { DevicePresence, DoorFacts } from '#domain/door/door.ts';
import type { Announcer } from './announcer.ts';
import type { Ledger } from './ledger.ts';
import { type AtDoor, type DoorConnection, refuseAndClose } from './socket.ts';

/** Tracks the devices of a door: those that are connected, and when the others were last seen. */
export interface Presence {
  /** Records that a device has connected, disconnected or sent its status. */
  record(who: AtDoor, status?: { waiting?: number }): void;
  /** Records a new connection, whose pass can be older than the facts. Returns false if the device was removed since. */
  join(connection: DoorConnection): boolean;
  all(): DevicePresence[];
  /** Compares all connections with the facts: removed devices are closed, and changed ones are notified. */
  refresh(): void;
}
export type Connections = () => Iterable<DoorConnection>;

interface PresenceParts {
  ledger: Ledger;
  announcer: Announcer;
  connections: Connections;
  clock: Clock;
  facts(): DoorFacts | null;
}

/** Supervisors get the changes of this time in one message. */
const PAUSE_MS = 500;

export function createPresence(parts: PresenceParts): Presence {
  const { ledger, announcer, connections, facts } = parts;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let seen: string | undefined;
  const all = () => presenceOf(ledger, new Set([...connections()].flatMap(({ state }) => state?.deviceId ?? [])));
  const notifySoon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      announcer.notify({ type: 'devices', devices: all() }, (who) => who.maySupervise);
    }, PAUSE_MS);
  };
  return {
    all,
    join(connection) {
      refreshConnection(connection, facts());
      if (!connection.state) return false;
      this.record(connection.state);
      return true;
    },
    record({ deviceId, deviceName, gateId, mayScan }, { waiting } = {}) {
      // A dashboard is no device of the door.
      if (!mayScan) return;
      const before = ledger.presence.find(deviceId);
      const gateName = facts()?.gates.find((gate) => gate.id === gateId)?.name ?? '';
      const seenAt = parts.clock.now().getTime();
      ledger.presence.save({ deviceId, name: deviceName, gateName, seenAt, waiting: waiting ?? before?.waiting ?? 0 });
      notifySoon();
    },
    refresh() {
      const devices = JSON.stringify(facts()?.devices);
      if (devices === seen) return;
      seen = devices;
      for (const connection of connections()) refreshConnection(connection, facts());
    },
  };
}

/** Applies the facts to a paired device. Browsers of signed-in people are checked by their rights instead. */
function refreshConnection(connection: DoorConnection, facts: DoorFacts | null): void {
  const at = connection.state;
  const device = at && facts?.devices.find((one) => one.id === at.deviceId);
  if (!at || !device) return;
  if (device.revoked) return refuseAndClose(connection, 'device_revoked');
  const { name: deviceName, gateId, maySell, maySupervise } = device;
  const now = {
    ...at,
    deviceName,
    maySell,
    maySupervise,
    ...(gateId ? { gateId, gateIsFixed: true } : { gateIsFixed: false }),
  };
  if (JSON.stringify(now) === JSON.stringify(at)) return;
  connection.setState(now);
  connection.send(JSON.stringify({ type: 'you', you: youOf(now) }));
}

export const youOf = ({ deviceId, deviceName, gateId, gateIsFixed, mayScan, maySell, maySupervise }: AtDoor) => ({
  deviceId,
  deviceName,
  gateId,
  gateIsFixed,
  mayScan,
  maySell,
  maySupervise,
});

function presenceOf(ledger: Ledger, online: ReadonlySet<string>): DevicePresence[] {
  return ledger.presence.all().map(({ deviceId, name, gateName, seenAt, waiting }) => ({
    id: deviceId,
    name,
    gateName,
    waiting,
    online: online.has(deviceId),
    lastSeenAt: new Date(seenAt).toISOString(),
  }));
}
