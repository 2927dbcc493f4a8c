export const PERMISSIONS = [
  'MANAGE_EVENTS',
  'CREATE_EVENT',
  'EDIT_EVENT',
  'DELETE_EVENT',
  'VIEW_EVENT',
  'MANAGE_BOOKINGS',
  'CREATE_BOOKING',
  'EDIT_BOOKING',
  'DELETE_BOOKING',
  'VIEW_BOOKING',
  'MANAGE_USERS',
  'VIEW_REPORTS',
  'CHECK_IN',
  'SELL',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['attendee', 'door_crew', 'editor', 'admin', 'super_admin'] as const;
export type Role = (typeof ROLES)[number];
export type StaffRole = Exclude<Role, 'attendee'>;

const IMPLIED: Partial<Record<Permission, readonly Permission[]>> = {
  MANAGE_EVENTS: ['CREATE_EVENT', 'EDIT_EVENT', 'DELETE_EVENT', 'VIEW_EVENT'],
  MANAGE_BOOKINGS: ['CREATE_BOOKING', 'EDIT_BOOKING', 'DELETE_BOOKING', 'VIEW_BOOKING'],
  EDIT_EVENT: ['VIEW_EVENT'],
  EDIT_BOOKING: ['VIEW_BOOKING'],
};

const DEFAULTS: Record<Role, readonly Permission[]> = {
  attendee: [],
  door_crew: ['CHECK_IN'],
  editor: ['EDIT_EVENT', 'VIEW_EVENT', 'EDIT_BOOKING', 'VIEW_BOOKING'],
  admin: ['MANAGE_EVENTS', 'MANAGE_BOOKINGS', 'VIEW_REPORTS', 'CHECK_IN', 'SELL'],
  super_admin: PERMISSIONS,
};

/** Returns the role's permissions and those granted, with all that they imply, less those denied. */
export function effectivePermissions(
  role: Role,
  granted: readonly Permission[] = [],
  denied: readonly Permission[] = [],
): Set<Permission> {
  if (role === 'super_admin') return new Set(PERMISSIONS);
  if (role === 'attendee') return new Set();
  const given = [...DEFAULTS[role], ...granted]
    .flatMap(withImplied)
    .filter((permission) => !denied.includes(permission));
  // Without a finer permission the broader one that implies it is not held either.
  return new Set(given.filter((permission) => !withImplied(permission).some((implied) => denied.includes(implied))));
}

const withImplied = (permission: Permission): Permission[] => [
  permission,
  ...(IMPLIED[permission] ?? []).flatMap(withImplied),
];
