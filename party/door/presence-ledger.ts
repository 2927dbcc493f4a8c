import type { DoorDelivery } from '../../worker/deps.ts';

export interface SeenDevice {
  deviceId: string;
  name: string;
  gateName: string;
  seenAt: number;
  waiting: number;
}

/** The devices of this door, each with the time at which it was last seen. */
export interface PresenceLedger {
  save(device: SeenDevice): void;
  find(deviceId: string): SeenDevice | null;
  all(): SeenDevice[];
  /** Returns the devices seen since the last report to Postgres. */
  unreported(): DoorDelivery['seen'];
  markReported(seen: DoorDelivery['seen']): void;
}

const SAVE = `insert into presence (device_id, name, gate_name, seen_at, waiting, told_at) values (?, ?, ?, ?, ?, 0)
  on conflict do update set name = excluded.name, gate_name = excluded.gate_name, seen_at = excluded.seen_at, waiting = excluded.waiting`;

const SEEN = 'select device_id as deviceId, name, gate_name as gateName, seen_at as seenAt, waiting from presence';

export function createPresenceLedger(sql: SqlStorage): PresenceLedger {
  const select = (rest: string, ...values: string[]) =>
    sql.exec(`${SEEN} ${rest}`, ...values).toArray() as unknown as SeenDevice[];
  return {
    save: ({ deviceId, name, gateName, seenAt, waiting }) =>
      void sql.exec(SAVE, deviceId, name, gateName, seenAt, waiting),
    find: (deviceId) => select('where device_id = ?', deviceId)[0] ?? null,
    all: () => select('order by name, device_id'),
    unreported: () =>
      sql
        .exec('select device_id as deviceId, seen_at as at from presence where seen_at > told_at')
        .toArray() as unknown as DoorDelivery['seen'],
    markReported(seen) {
      for (const { deviceId, at } of seen)
        sql.exec('update presence set told_at = ? where device_id = ?', at, deviceId);
    },
  };
}
