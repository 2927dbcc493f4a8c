import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { InviteStaff, StaffList, StaffMember, UpdateStaff } from '#contract/account/staff.ts';
import type { StaffRecord } from '../../deps.ts';
import { effectivePermissions } from '#domain/account/permission.ts';
import { changeStaff } from '../../usecases/account/change-staff.ts';
import { inviteStaff } from '../../usecases/account/invite-staff.ts';
import { listStaff } from '../../usecases/account/list-staff.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { clientOf } from '../request/client-of.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { idempotent } from '../request/idempotent.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Staff';

export const staff = new Hono<AppEnv>()
  .get('/', describe(TAG, 'List the staff', StaffList), async (c) => {
    const listed = await listStaff(c.env, await c.var.caller());
    return listed.ok ? c.json({ items: listed.members.map(view), nextCursor: null }) : refuse(c, listed);
  })
  .post(
    '/',
    describeCreated(TAG, 'Invite a person; a link to set a password is emailed', StaffMember),
    idempotent,
    body(InviteStaff),
    async (c) => {
      const invitation = { person: c.req.valid('json'), client: clientOf(c) };
      const invited = await inviteStaff(c.env, await c.var.caller(), invitation);
      return invited.ok ? c.json(view(invited.member), 201) : refuse(c, invited);
    },
  )
  .patch(
    '/:id',
    describe(TAG, 'Change a role, single permissions, or the events they apply to', StaffMember),
    params(z.object({ id: Id })),
    body(UpdateStaff),
    async (c) => {
      const wanted = { userId: c.req.valid('param').id, change: c.req.valid('json') };
      const changed = await changeStaff(c.env, await c.var.caller(), wanted);
      return changed.ok ? c.json(view(changed.member)) : refuse(c, changed);
    },
  );

function view(member: StaffRecord): StaffMember {
  const permissions = [...effectivePermissions(member.role, member.granted, member.denied)];
  const eventIds = member.role === 'super_admin' ? null : member.eventIds;
  return { ...member, permissions, eventIds, createdAt: member.createdAt.toISOString() };
}
