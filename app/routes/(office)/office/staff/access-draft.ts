import type { z } from 'zod';
import type { StaffMember, UpdateStaff } from '#contract/account/staff.ts';
import { PERMISSIONS, type Permission } from '#domain/account/permission.ts';
import type { Read } from '$lib/form/faults.ts';

/** Whether a permission follows the role, or is granted or denied beside it. */
export type Effect = 'role' | 'grant' | 'deny';
/** A member's access in its form. */
export interface AccessDraft {
  role: StaffMember['role'];
  effects: Record<Permission, Effect>;
  /** Whether the member sees only the chosen events. */
  limited: boolean;
  eventIds: string[];
}

const effectOf = ({ granted, denied }: StaffMember, name: Permission): Effect => {
  if (granted.includes(name)) return 'grant';
  return denied.includes(name) ? 'deny' : 'role';
};

export const accessOf = (member: StaffMember): AccessDraft => ({
  role: member.role,
  effects: Object.fromEntries(PERMISSIONS.map((name) => [name, effectOf(member, name)])) as AccessDraft['effects'],
  limited: member.eventIds !== null,
  eventIds: member.eventIds ?? [],
});

export function accessInputOf({ role, effects, limited, eventIds }: AccessDraft): Read<z.input<typeof UpdateStaff>> {
  if (limited && eventIds.length === 0) return { ok: false, faults: { eventIds: 'no_events' } };
  const withEffect = (effect: Effect) => PERMISSIONS.filter((name) => effects[name] === effect);
  return {
    ok: true,
    input: {
      role,
      granted: withEffect('grant'),
      denied: withEffect('deny'),
      eventIds: limited ? eventIds : null,
    },
  };
}
