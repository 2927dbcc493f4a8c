import { effectivePermissions, type Permission, type Role } from './permission.ts';
import { may, type Caller } from './caller.ts';
import { refusal, type Outcome } from '../refusal.ts';

export interface StaffRights {
  id: string;
  role: Role;
  granted: readonly Permission[];
  denied: readonly Permission[];
  eventIds: readonly string[] | null;
}
export interface RightsChange {
  role?: Role;
  granted?: Permission[];
  denied?: Permission[];
  eventIds?: string[] | null;
}

/** These accounts can access all money: only a super admin creates, changes or removes them. */
const GUARDED: ReadonlySet<Role> = new Set(['super_admin', 'admin']);

const isSuperAdmin = (caller: Caller) => caller.kind === 'user' && caller.user.role === 'super_admin';

function mayMake(caller: Caller, existing: Pick<StaffRights, 'role'> | null, role: Role): Outcome<object> {
  if (!may(caller, 'MANAGE_USERS')) return refusal('forbidden');
  const guarded = GUARDED.has(role) || (existing !== null && GUARDED.has(existing.role));
  if (guarded && !isSuperAdmin(caller)) return refusal('forbidden', { reason: 'super_admin_only' });
  return { ok: true };
}

/** Restoring a role also restores earlier single permissions: together they must not exceed the inviter's own. */
export function mayInvite(
  caller: Caller,
  existing: Pick<StaffRights, 'role' | 'granted' | 'denied'> | null,
  role: Role,
): Outcome<object> {
  const allowed = mayMake(caller, existing, role);
  if (!allowed.ok) return allowed;
  return mayGive(caller, new Set(), effectivePermissions(role, existing?.granted, existing?.denied));
}

function mayGive(caller: Caller, had: ReadonlySet<Permission>, after: ReadonlySet<Permission>): Outcome<object> {
  const own = caller.kind === 'user' ? caller.user.permissions : new Set<Permission>();
  const tooMuch = [...after].filter((permission) => !had.has(permission) && !own.has(permission));
  return tooMuch.length === 0
    ? { ok: true }
    : refusal('forbidden', { reason: 'not_yours_to_give', permissions: tooMuch });
}

/** No one grants a permission they lack or changes their own account, and one super admin always remains. */
export function changeRights<T extends RightsChange>(
  caller: Caller,
  before: StaffRights,
  change: T,
  superAdmins: number,
): Outcome<{ change: T }> {
  const role = change.role ?? before.role;
  const allowed = mayMake(caller, before, role);
  if (!allowed.ok) return allowed;
  if (before.role === 'super_admin' && role !== 'super_admin' && superAdmins <= 1) return refusal('last_super_admin');
  if (caller.kind !== 'user' || caller.user.id === before.id) return refusal('forbidden', { reason: 'own_rights' });
  // An empty list of events would mean every event.
  if (change.eventIds?.length === 0)
    return refusal('invalid_request', {
      fields: [{ path: 'eventIds', message: 'Name at least one event, or null for all', reason: 'too_few', limit: 1 }],
    });
  const after = effectivePermissions(role, change.granted ?? before.granted, change.denied ?? before.denied);
  const had = effectivePermissions(before.role, before.granted, before.denied);
  const given = mayGive(caller, had, after);
  return given.ok ? { ok: true, change } : given;
}
