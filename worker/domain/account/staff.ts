import { effectivePermissions, type Permission, type Role } from './permission.ts';
import { may, type Caller } from './caller.ts';
import { refusal, type Outcome } from '../refusal.ts';

export interface StaffRights {
  id: string;
  role: Role;
  granted: Permission[];
  denied: Permission[];
  /** Null: all events. */
  eventIds: string[] | null;
}
export type RightsChange = Partial<Omit<StaffRights, 'id'>>;

/** These roles decide about all money, so only a super admin creates, changes or removes them. */
const GUARDED: ReadonlySet<Role> = new Set(['super_admin', 'admin']);

const isSuperAdmin = (caller: Caller) => caller.kind === 'user' && caller.user.role === 'super_admin';

function mayMake(caller: Caller, existing: Pick<StaffRights, 'role'> | null, role: Role): Outcome<object> {
  if (!may(caller, 'MANAGE_USERS')) return refusal('forbidden');
  const guarded = GUARDED.has(role) || (existing !== null && GUARDED.has(existing.role));
  if (guarded && !isSuperAdmin(caller)) return refusal('forbidden', { reason: 'super_admin_only' });
  return { ok: true };
}

/** An earlier member gets their single permissions back with the role: together no more than the inviter's own. */
export function mayInvite(
  caller: Caller,
  existing: Pick<StaffRights, 'role' | 'granted' | 'denied'> | null,
  role: Role,
): Outcome<object> {
  const allowed = mayMake(caller, existing, role);
  if (!allowed.ok) return allowed;
  return mayGrant(caller, new Set(), effectivePermissions(role, existing?.granted, existing?.denied));
}

function mayGrant(caller: Caller, had: ReadonlySet<Permission>, after: ReadonlySet<Permission>): Outcome<object> {
  const own = caller.kind === 'user' ? caller.user.permissions : new Set<Permission>();
  const tooMuch = [...after].filter((permission) => !had.has(permission) && !own.has(permission));
  return tooMuch.length === 0
    ? { ok: true }
    : refusal('forbidden', { reason: 'not_yours_to_give', permissions: tooMuch });
}

/** Refuses to grant more than the caller has, to change the caller's own rights, or to remove the last super admin. */
export function changeRights<T extends RightsChange>(
  caller: Caller,
  { before, change, superAdmins }: { before: StaffRights; change: T; superAdmins: number },
): Outcome<{ change: T }> {
  const role = change.role ?? before.role;
  const allowed = mayMake(caller, before, role);
  if (!allowed.ok) return allowed;
  if (before.role === 'super_admin' && role !== 'super_admin' && superAdmins <= 1) return refusal('last_super_admin');
  if (caller.kind !== 'user' || caller.user.id === before.id) return refusal('forbidden', { reason: 'own_rights' });
  // An empty list would read as all events.
  if (change.eventIds?.length === 0)
    return refusal('invalid_request', {
      fields: [{ path: 'eventIds', message: 'Name at least one event, or null for all', reason: 'too_few', limit: 1 }],
    });
  const after = effectivePermissions(role, change.granted ?? before.granted, change.denied ?? before.denied);
  const had = effectivePermissions(before.role, before.granted, before.denied);
  const granted = mayGrant(caller, had, after);
  return granted.ok ? { ok: true, change } : granted;
}
