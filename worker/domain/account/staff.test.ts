import { expect, test } from 'vitest';
import type { Caller } from './caller.ts';
import { effectivePermissions, type Permission, type Role } from './permission.ts';
import { changeRights, mayInvite, type RightsChange, type StaffRights } from './staff.ts';

function member(role: Role, granted: Permission[] = []): Caller {
  const permissions = effectivePermissions(role, granted);
  const person = { id: 'kim', name: 'Kim', email: 'kim@example.com', emailVerified: true };
  return { kind: 'user', user: { ...person, role, permissions, eventIds: null } };
}
const before = (role: Role, id = 'sam'): StaffRights => ({ id, role, granted: [], denied: [], eventIds: null });
const among = (superAdmins: number) => (caller: Caller, of: StaffRights, wanted: RightsChange) =>
  changeRights(caller, { before: of, change: wanted, superAdmins });
const change = among(2);
const refusedFor = (reason: string) => ({ ok: false, code: 'forbidden', details: { reason } });

test('the last super admin keeps the role; of two, one can be demoted', () => {
  const root = member('super_admin');
  const demoted = { role: 'editor' } as const;
  expect(among(1)(root, before('super_admin'), demoted)).toEqual({ ok: false, code: 'last_super_admin' });
  expect(among(2)(root, before('super_admin'), demoted)).toEqual({ ok: true, change: demoted });
});

test('no one changes their own rights', () => {
  expect(change(member('super_admin'), before('super_admin', 'kim'), { granted: [] })).toEqual(
    refusedFor('own_rights'),
  );
});

test('only a super admin makes or changes admins', () => {
  const manager = member('admin', ['MANAGE_USERS']);
  expect(change(manager, before('editor'), { role: 'admin' })).toEqual(refusedFor('super_admin_only'));
  expect(change(manager, before('admin'), { role: 'editor' })).toEqual(refusedFor('super_admin_only'));
  expect(mayInvite(manager, null, 'admin')).toEqual(refusedFor('super_admin_only'));
  expect(mayInvite(member('super_admin'), null, 'admin')).toEqual({ ok: true });
});

test('no one gives a permission that they lack, but one that was given before may stay', () => {
  const manager = member('editor', ['MANAGE_USERS']);
  const sells: StaffRights = { ...before('editor'), granted: ['SELL'] };
  const tooMuch = { reason: 'not_yours_to_give', permissions: ['SELL'] };
  expect(change(manager, before('editor'), { granted: ['SELL'] })).toMatchObject({ details: tooMuch });
  expect(change(manager, sells, { granted: ['SELL', 'EDIT_EVENT'] })).toMatchObject({ ok: true });
  expect(mayInvite(manager, sells, 'editor')).toMatchObject({ details: tooMuch });
});

test('a list of no events is refused: it would read as all of them', () => {
  expect(change(member('super_admin'), before('editor'), { eventIds: [] })).toMatchObject({
    code: 'invalid_request',
    details: { fields: [{ path: 'eventIds', reason: 'too_few' }] },
  });
});
