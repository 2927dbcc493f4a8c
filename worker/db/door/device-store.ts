import { type SQL, sql } from 'drizzle-orm';
import { refusal, type Outcome } from '#domain/refusal.ts';
import type { EventRecord } from '#domain/event/event.ts';
import { insertAudit, type Actor, type AuditEntry } from '../audit-store.ts';
import type { Db, Tx } from '../client.ts';
import type { Ground } from '../../ground.ts';
import type { DeviceEdit } from '#domain/door/device-edit.ts';

export interface NewPairing {
  id: string;
  eventId: string;
  gateId: string | null;
  codeHash: Uint8Array;
  maySell: boolean;
  maySupervise: boolean;
}

export interface PairingRow extends Omit<NewPairing, 'codeHash'> {
  gateName: string;
  deviceCount: number;
  createdAt: Date;
  /** When the event is over. */
  expiresAt: Date;
  /** Revoked, or its event was cancelled. */
  isRevoked: boolean;
}

export interface NewDevice {
  id: string;
  pairingId: string;
  name: string;
  tokenHash: Uint8Array;
}

export interface DeviceRow {
  id: string;
  eventId: string;
  name: string;
  gateId: string | null;
  gateName: string;
  paired: boolean;
  maySell: boolean;
  maySupervise: boolean;
  createdAt: Date;
  lastSeenAt: Date | null;
  isRevoked: boolean;
}

export type PairedEvent = Pick<EventRecord, 'id' | 'title' | 'timeZone' | 'startsAt' | 'endsAt'>;

type Parts = Pick<Ground, 'clock' | 'ids'>;

export function createDeviceStore(open: () => Db, parts: Parts) {
  const find = async (db: Db | Tx, deviceId: string) =>
    (await rows<DeviceRow>(db, sql`${DEVICES} where d.id = ${deviceId}`)).map(toDevice)[0] ?? null;
  return {
    /** `not_found` for the event, `gate_unknown`. */
    addPairing: (
      { id, eventId, gateId, codeHash, maySell, maySupervise }: NewPairing,
      by: Actor,
    ): Promise<Outcome<{ pairing: PairingRow }>> =>
      open().transaction(async (tx) => {
        if (!(await lockEvent(tx, eventId))) return refusal('not_found');
        if (gateId && !(await openGates(tx, eventId)).includes(gateId)) return refusal('gate_unknown');
        await tx.execute(sql`
          insert into pairings (id, event_id, gate_id, code_hash, may_sell, may_supervise, created_by)
          values (${id}, ${eventId}, ${gateId}, ${Buffer.from(codeHash)}, ${maySell}, ${maySupervise}, ${by.userId})`);
        const pairing = (await rows<PairingRow>(tx, sql`${PAIRINGS} where p.id = ${id}`)).map(toPairing)[0]!;
        const what = { action: 'pairing.create', subjectType: 'pairing', subjectId: id, eventId };
        await audit(tx, parts, { by, ...what, before: null, after: { gateId, maySell, maySupervise } });
        return { ok: true, pairing };
      }),
    /** Null: no such event. Neither what was revoked, nor browsers that never came back. */
    async list(eventId: string): Promise<{ pairings: PairingRow[]; devices: DeviceRow[] } | null> {
      const db = open();
      if (!(await isThere(db, sql`select from events where id = ${eventId}`))) return null;
      const [pairings, devices] = await Promise.all([
        rows<PairingRow>(db, sql`${PAIRINGS} where p.event_id = ${eventId} and p.revoked_at is null order by p.id`),
        rows<DeviceRow>(
          db,
          sql`${DEVICES} where d.event_id = ${eventId} and d.revoked_at is null order by d.name, d.id`,
        ),
      ]);
      return { pairings: pairings.map(toPairing), devices: devices.map(toDevice) };
    },
    findPairing: async (codeHash: Uint8Array): Promise<PairingRow | null> =>
      (await rows<PairingRow>(open(), sql`${PAIRINGS} where p.code_hash = ${Buffer.from(codeHash)}`)).map(
        toPairing,
      )[0] ?? null,
    revokePairing: (eventId: string, pairingId: string, by: Actor): Promise<Outcome<object>> =>
      open().transaction(async (tx) => {
        const revoke = sql`update pairings set revoked_at = coalesce(revoked_at, now())
          where id = ${pairingId} and event_id = ${eventId} returning id`;
        if ((await rows(tx, revoke)).length === 0) return refusal('not_found');
        const what = { action: 'pairing.revoke', subjectType: 'pairing', subjectId: pairingId, eventId };
        await audit(tx, parts, { by, ...what, before: null, after: null });
        return { ok: true };
      }),
    /** `pairing_over` where it was revoked meanwhile. */
    pair: (device: NewDevice): Promise<Outcome<{ device: DeviceRow; event: PairedEvent }>> =>
      open().transaction(async (tx) => {
        const insert = sql`
          insert into devices (id, event_id, gate_id, name, token_hash, pairing_id, may_sell, may_supervise, last_seen_at)
          select ${device.id}, p.event_id, p.gate_id, ${device.name}, ${Buffer.from(device.tokenHash)}, p.id, p.may_sell,
            p.may_supervise, now()
          from pairings p where p.id = ${device.pairingId} and p.revoked_at is null for share of p returning id`;
        if ((await rows(tx, insert)).length === 0) return refusal('pairing_over');
        const paired = (await find(tx, device.id))!;
        const [event] = await rows<PairedEvent>(
          tx,
          sql`
          select id, title, time_zone as "timeZone", starts_at as "startsAt", ends_at as "endsAt" from events
          where id = ${paired.eventId}`,
        );
        return { ok: true, device: paired, event: { ...event!, ...datesOf(event!, ['startsAt', 'endsAt']) } };
      }),
    find: (deviceId: string): Promise<DeviceRow | null> => find(open(), deviceId),
    /** `decide` sees the device under its lock, and the gates of its event that are open. */
    change: (
      deviceId: string,
      decide: (before: DeviceRow, gateIds: string[]) => Outcome<{ edit: DeviceEdit }>,
      by: Actor,
    ): Promise<Outcome<{ device: DeviceRow }>> =>
      open().transaction(async (tx) => {
        const found = await find(tx, deviceId);
        if (!found) return refusal('not_found');
        const gateIds = await openGates(tx, found.eventId);
        const before = await lockDevice(tx, deviceId);
        const decided = decide(before, gateIds);
        if (!decided.ok) return decided;
        const { name, gateId } = decided.edit;
        const gate = gateId === undefined ? sql`gate_id` : sql`${gateId}::uuid`;
        await tx.execute(
          sql`update devices set name = coalesce(${name ?? null}, name), gate_id = ${gate} where id = ${deviceId}`,
        );
        const after = (await find(tx, deviceId))!;
        await audit(tx, parts, { by, ...of('device.change', before), before: told(before), after: told(after) });
        return { ok: true, device: after };
      }),
    revoke: (deviceId: string, by: Actor): Promise<Outcome<object>> =>
      open().transaction(async (tx) => {
        if (!(await find(tx, deviceId))) return refusal('not_found');
        const before = await lockDevice(tx, deviceId);
        if (before.isRevoked) return { ok: true };
        await tx.execute(sql`update devices set revoked_at = now() where id = ${deviceId}`);
        await audit(tx, parts, { by, ...of('device.revoke', before), before: told(before), after: null });
        return { ok: true };
      }),
  };

  async function lockDevice(tx: Tx, deviceId: string): Promise<DeviceRow> {
    await tx.execute(sql`select id from devices where id = ${deviceId} for no key update`);
    return (await find(tx, deviceId))!;
  }
}

/** Pairing links, and what was paired by them. Every change is audited. */
export type DeviceStore = ReturnType<typeof createDeviceStore>;

/** The lock keeps the event's gates as they are, and the event from being deleted, until the transaction ends. */
const lockEvent = (tx: Tx, eventId: string) => isThere(tx, sql`select from events where id = ${eventId} for key share`);

async function openGates(tx: Tx, eventId: string): Promise<string[]> {
  await lockEvent(tx, eventId);
  const gates = sql`select id from gates where event_id = ${eventId} and archived_at is null`;
  return (await rows<{ id: string }>(tx, gates)).map(({ id }) => id);
}

const rows = async <T>(db: Db | Tx, statement: SQL) => (await db.execute(statement)).rows as T[];
const isThere = async (db: Db | Tx, statement: SQL) => (await rows(db, statement)).length > 0;

const PAIRINGS = sql`
  select p.id, p.event_id as "eventId", p.gate_id as "gateId", coalesce(g.name, '') as "gateName", p.may_sell as "maySell",
    p.may_supervise as "maySupervise", p.created_at as "createdAt", case when p.created_at < e.ends_at then e.ends_at else p.created_at + interval '6 hours' end as "expiresAt",
    (p.revoked_at is not null or e.status in ('cancelled', 'archived')) as "isRevoked",
    (select count(*)::int from devices d where d.pairing_id = p.id and d.revoked_at is null) as "deviceCount"
  from pairings p join events e on e.id = p.event_id left join gates g on g.id = p.gate_id`;
const DEVICES = sql`
  select d.id, d.event_id as "eventId", d.name, d.gate_id as "gateId", coalesce(g.name, '') as "gateName",
    d.token_hash is not null as paired, d.may_sell as "maySell", d.may_supervise as "maySupervise", d.created_at as "createdAt",
    d.last_seen_at as "lastSeenAt", d.revoked_at is not null as "isRevoked"
  from devices d left join gates g on g.id = d.gate_id`;

/** Raw queries return `pg`'s own time values; drizzle's session turns those into text. */
const datesOf = <T, K extends keyof T>(row: T, names: K[]) =>
  Object.fromEntries(names.map((name) => [name, row[name] === null ? null : new Date(row[name] as string)])) as Pick<
    T,
    K
  >;
const toPairing = (row: PairingRow): PairingRow => ({ ...row, ...datesOf(row, ['createdAt', 'expiresAt']) });
const toDevice = (row: DeviceRow): DeviceRow => ({ ...row, ...datesOf(row, ['createdAt', 'lastSeenAt']) });

const of = (action: string, device: DeviceRow) => ({
  action,
  subjectType: 'device',
  subjectId: device.id,
  eventId: device.eventId,
});
const told = ({ name, gateId }: DeviceRow) => ({ name, gateId });

type Audited = Omit<AuditEntry, 'id' | 'at'>;
const audit = (tx: Tx, { clock, ids }: Parts, what: Audited) =>
  insertAudit(tx, [{ id: ids.uuid(), at: clock.now(), ...what }]);
