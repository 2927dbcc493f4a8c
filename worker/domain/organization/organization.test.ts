import { expect, test } from 'vitest';
import type { Caller } from '../account/caller.ts';
import { editOrganization, mayEditSettings, type Organization } from './organization.ts';
import { effectivePermissions, ROLES, type Role } from '../account/permission.ts';

const before: Organization = {
  legalName: 'Lantern Ltd',
  address: '1 Quay Street',
  vatId: '',
  contactEmail: null,
  defaultTaxRateBasisPoints: 0,
  version: 3,
};
const callerOf = (role: Role): Caller => ({
  kind: 'user',
  user: {
    id: 'u',
    name: 'Kim',
    email: 'kim@example.com',
    emailVerified: true,
    role,
    eventIds: null,
    permissions: effectivePermissions(role, ['MANAGE_USERS']),
  },
});

test('an edit changes only the fields that differ, and an edit of an older version is refused', () => {
  expect(
    editOrganization(before, { version: 3, legalName: 'Lantern Ltd', vatId: 'GB123', address: undefined }),
  ).toEqual({
    ok: true,
    change: { vatId: 'GB123' },
  });
  expect(editOrganization(before, { version: 2, vatId: 'GB123' })).toEqual({
    ok: false,
    code: 'version_conflict',
    details: { version: 3 },
  });
});

test('only a super admin edits the settings, whatever was granted to others', () => {
  const allowed = ROLES.filter((role) => mayEditSettings(callerOf(role)).ok);
  expect(allowed).toEqual(['super_admin']);
  expect(mayEditSettings({ kind: 'anonymous' })).toMatchObject({ code: 'not_signed_in' });
});
