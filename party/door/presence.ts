import type { Clock } from '../../worker/deps.ts';
import type { DevicePresence, DoorFacts } from '#domain/door/door.ts';
import type { Announcer } from './announcer.ts';
import type { Ledger } from './ledger.ts';
import { type AtDoor, type DoorConnection, shutOut } from './socket.ts';

/** Who is at the door: which devices are connected, and when the others were last heard. */
export interface Presence {
  /** It came, went, or said something of itself. */
  heard(who: AtDoor, news?: { waiting?: number }): void;
  /** It has just come, with a pass that may be older than what is known of it. False where it was removed meanwhile. */
  meet(connection: DoorConnection): boolean;
  all(): DevicePresence[];
  /** The facts changed: devices that were removed go, and those that were renamed or moved learn it. */
  lookAgain(): void;
}
export type Connections = () => Iterable<DoorConnection>;

interface PresenceParts {
  ledger: Ledger;
  announcer: Announcer;
  connections: Connections;
  clock: Clock;
  facts(): DoorFacts | null;
}

/** Supervisors hear of comings and goings together. */
const PAUSE_MS = 500;

export function createPresence(parts: PresenceParts): Presence {
  const { ledger, announcer, connections, facts } = parts;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let seen: string | undefined;
  const all = () => presenceOf(ledger, new Set([...connections()].flatMap(({ state }) => state?.deviceId ?? [])));
  const tellSoon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      announcer.tell({ type: 'devices', devices: all() }, (who) => who.maySupervise);
    }, PAUSE_MS);
  };
  return {
    all,
    meet(connection) {
      refresh(connection, facts());
      if (!connection.state) return false;
      this.heard(connection.state);
      return true;
    },
    heard({ deviceId, deviceName, gateId, mayScan }, { waiting } = {}) {
      // Whoever only watches is no device of the door.
      if (!mayScan) return;
      const before = ledger.presence.find(deviceId);
      const gateName = facts()?.gates.find((gate) => gate.id === gateId)?.name ?? '';
      const seenAt = parts.clock.now().getTime();
      ledger.presence.saw({ deviceId, name: deviceName, gateName, seenAt, waiting: waiting ?? before?.waiting ?? 0 });
      tellSoon();
    },
    lookAgain() {
      const devices = JSON.stringify(facts()?.devices);
      if (devices === seen) return;
      seen = devices;
      for (const connection of connections()) refresh(connection, facts());
    },
  };
}

/** What a paired device is and may stands in the facts; browsers of accounts are looked at by their rights. */
function refresh(connection: DoorConnection, facts: DoorFacts | null): void {
  const at = connection.state;
  const device = at && facts?.devices.find((one) => one.id === at.deviceId);
  if (!at || !device) return;
  if (device.revoked) return shutOut(connection, 'device_revoked');
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
  ...{ deviceId, deviceName, gateId, gateIsFixed, mayScan, maySell, maySupervise },
});

function presenceOf(ledger: Ledger, online: ReadonlySet<string>): DevicePresence[] {
  return ledger.presence.all().map(({ deviceId, name, gateName, seenAt, waiting }) => ({
    ...{ id: deviceId, name, gateName, waiting },
    online: online.has(deviceId),
    lastSeenAt: new Date(seenAt).toISOString(),
  }));
}
