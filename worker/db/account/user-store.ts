import { sql } from 'drizzle-orm';
import { effectivePermissions, type Permission, type Role } from '#domain/account/permission.ts';
import type { Db } from '../client.ts';
import type { SignedIn } from '#domain/account/caller.ts';

interface SessionRow extends Record<string, unknown> {
  id: string;
  name: string;
  email: string;
  email_verified: boolean;
  role: Role;
  granted: Permission[];
  denied: Permission[];
  event_ids: string[] | null;
}

export function createUserStore(open: () => Db) {
  return {
    /** The account of this session, with everything a permission check needs, in one query; null when it has ended. */
    async findBySession(token: string): Promise<SignedIn | null> {
      const { rows } = await open().execute<SessionRow>(sql`
        select u.id, u.name, u.email, u.email_verified, u.role,
          array(select permission from staff_permissions p where p.user_id = u.id and p.effect = 'grant') as granted,
          array(select permission from staff_permissions p where p.user_id = u.id and p.effect = 'deny') as denied,
          (select array_agg(e.event_id::text) from staff_events e where e.user_id = u.id) as event_ids
        from user_sessions s join users u on u.id = s.user_id
        where s.token = ${token} and s.expires_at > now()`);
      const row = rows[0];
      if (!row) return null;
      return {
        id: row.id,
        name: row.name,
        email: row.email,
        emailVerified: row.email_verified,
        role: row.role,
        // Until an address is confirmed, it may have been registered by someone else.
        permissions: row.email_verified ? effectivePermissions(row.role, row.granted, row.denied) : new Set(),
        eventIds: row.event_ids && row.role !== 'super_admin' ? new Set(row.event_ids) : null,
      };
    },
  };
}

export type UserStore = ReturnType<typeof createUserStore>;
