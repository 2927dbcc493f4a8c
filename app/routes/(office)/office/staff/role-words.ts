import { m } from '$messages';
import type { z } from 'zod';
import type { Permission, Role } from '#contract/account/staff.ts';

type RoleName = z.infer<typeof Role>;
type PermissionName = z.infer<typeof Permission>;

const ROLES: Record<RoleName, () => string> = {
  super_admin: m.office_role_super_admin,
  admin: m.office_role_admin,
  editor: m.office_role_editor,
  door_crew: m.office_role_door_crew,
  attendee: m.office_role_attendee,
};
export const roleName = (role: RoleName): string => ROLES[role]();

const PERMISSIONS: Record<PermissionName, () => string> = {
  MANAGE_EVENTS: m.office_permission_manage_events,
  CREATE_EVENT: m.office_permission_create_event,
  EDIT_EVENT: m.office_permission_edit_event,
  DELETE_EVENT: m.office_permission_delete_event,
  VIEW_EVENT: m.office_permission_view_event,
  MANAGE_BOOKINGS: m.office_permission_manage_bookings,
  CREATE_BOOKING: m.office_permission_create_booking,
  EDIT_BOOKING: m.office_permission_edit_booking,
  DELETE_BOOKING: m.office_permission_delete_booking,
  VIEW_BOOKING: m.office_permission_view_booking,
  MANAGE_USERS: m.office_permission_manage_users,
  VIEW_REPORTS: m.office_permission_view_reports,
  CHECK_IN: m.office_permission_check_in,
  SELL: m.office_permission_sell,
};
export const permissionName = (permission: PermissionName): string => PERMISSIONS[permission]();
export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as PermissionName[];

/** Only a super admin appoints admins; the API enforces the same rule. */
export const rolesToGive = (mine: RoleName): Exclude<RoleName, 'attendee'>[] =>
  mine === 'super_admin' ? ['door_crew', 'editor', 'admin', 'super_admin'] : ['door_crew', 'editor'];
