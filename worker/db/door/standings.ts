import { type SQL, sql } from 'drizzle-orm';
import { effectivePermissions, type Permission, type Role } from '#domain/account/permission.ts';
import type { Instant } from '#domain/door/door.ts';

export interface Standings {
  people: Standing[];
  revokedDevices: string[];
}

export interface Standing {
  userId: string;
  permissions: Permission[];
  /** Null: everywhere. */
  eventIds: string[] | null;
  /** When the oldest of their sessions that still hold began. Null: none holds. */
  signedInSince: Instant | null;
}

type PersonRow = {
  userId: string;
  role: Role;
  verified: boolean;
  granted: Permission[];
  denied: Permission[];
  eventIds: string[] | null;
  signedInSince: number | null;
};
type Rows = <T>(statement: SQL) => Promise<T[]>;

/** Current rights in Postgres, for everyone at a door in one query. */
export async function readStandings(rows: Rows, userIds: string[], deviceIds: string[]): Promise<Standings> {
  const [people, devices] = await Promise.all([
    userIds.length ? rows<PersonRow>(peopleOf(userIds)) : [],
    deviceIds.length ? rows<{ id: string }>(revokedOf(deviceIds)) : [],
  ]);
  return { people: people.map(standingOf), revokedDevices: devices.map(({ id }) => id) };
}

const listed = (ids: string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`;

const peopleOf = (userIds: string[]) => sql`
  select u.id as "userId", u.role, u.email_verified as verified,
    array(select permission from staff_permissions p where p.user_id = u.id and p.effect = 'grant') as granted,
    array(select permission from staff_permissions p where p.user_id = u.id and p.effect = 'deny') as denied,
    (select array_agg(e.event_id::text) from staff_events e where e.user_id = u.id) as "eventIds",
    (select extract(epoch from min(s.created_at))::float8 * 1000 from user_sessions s
      where s.user_id = u.id and s.expires_at > now()) as "signedInSince"
  from users u where u.id in ${listed(userIds)}`;

const revokedOf = (deviceIds: string[]) => sql`
  select id from devices where id in ${listed(deviceIds)} and revoked_at is not null`;

const standingOf = (row: PersonRow): Standings['people'][number] => ({
  userId: row.userId,
  permissions: row.verified ? [...effectivePermissions(row.role, row.granted, row.denied)] : [],
  eventIds: row.role === 'super_admin' ? null : row.eventIds,
  signedInSince: row.signedInSince,
});
