import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { InviteStaff, StaffList, StaffMember, UpdateStaff } from '#contract/account/staff.ts';
import type { StaffRecord } from '../../deps.ts';
import { effectivePermissions } from '#domain/account/permission.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { changeStaff } from '../../usecases/account/change-staff.ts';
import { inviteStaff } from '../../usecases/account/invite-staff.ts';
import { actor } from '../request/actor.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { idempotent } from '../request/idempotent.ts';
import { mailLimits, tooOften } from '../request/rate-limit.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Staff';

export const staff = new Hono<AppEnv>()
  .get('/', describe(TAG, 'Everybody who works here', StaffList), async (c) => {
    const caller = await c.var.caller();
    if (!may(caller, 'MANAGE_USERS')) return refuse(c, notAllowed(caller));
    const members = await c.env.staff.list();
    return c.json({ items: members.map(view), nextCursor: null });
  })
  .post(
    '/',
    describe(TAG, 'Invite somebody; a link to set a password is mailed', StaffMember, 201),
    idempotent,
    body(InviteStaff),
    async (c) => {
      const caller = await c.var.caller();
      if (!may(caller, 'MANAGE_USERS')) return refuse(c, notAllowed(caller));
      const person = c.req.valid('json');
      const limited = await tooOften(c, mailLimits(c, 'invite', person.email));
      if (limited) return refuse(c, limited);
      const invited = await inviteStaff(c.env, caller, person, actor(caller));
      if (!invited.ok) return refuse(c, invited);
      return c.json(view(invited.member), 201);
    },
  )
  .patch(
    '/:id',
    describe(TAG, 'Change a role, single permissions, or the events they hold for', StaffMember),
    params(z.object({ id: Id })),
    body(UpdateStaff),
    async (c) => {
      const caller = await c.var.caller();
      if (!may(caller, 'MANAGE_USERS')) return refuse(c, notAllowed(caller));
      const wanted = { userId: c.req.valid('param').id, change: c.req.valid('json') };
      const changed = await changeStaff(c.env, caller, wanted, actor(caller));
      if (!changed.ok) return refuse(c, changed);
      return c.json(view(changed.member));
    },
  );

function view(member: StaffRecord): StaffMember {
  const permissions = [...effectivePermissions(member.role, member.granted, member.denied)];
  const eventIds = member.role === 'super_admin' ? null : member.eventIds;
  return { ...member, permissions, eventIds, createdAt: member.createdAt.toISOString() };
}
