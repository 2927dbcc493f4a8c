import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { Caller } from '#domain/account/caller.ts';
import { PERMISSIONS } from '#domain/account/permission.ts';
import { createStaffStore } from '../../db/account/staff-store.ts';
import { openDatabase, type Db } from '../../db/client.ts';
import type { Deps } from '../../deps.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { inviteStaff } from './invite-staff.ts';

const PAIRS = 20;
const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: Db;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 4 });
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

test('two invitations of one address at the same time make one member, and the second is refused', async () => {
  const id = v7();
  const email = 'owner@example.com';
  await db.$client.query(`insert into users (id, name, email, role) values ($1, 'Kim', $2, 'super_admin')`, [
    id,
    email,
  ]);
  const permissions = new Set(PERMISSIONS);
  const user = {
    id,
    name: 'Kim',
    email,
    emailVerified: true,
    role: 'super_admin',
    permissions,
    eventIds: null,
  } as const;
  const caller: Caller = { kind: 'user', user };
  const deps = {
    staff: createStaffStore(() => db, { clock: systemClock, ids: systemIds, baseUrl: 'http://localhost' }),
    rateLimits: { count: async () => null, forgetEnded: async () => {} },
    rooms: { postman: () => ({ kick: async () => {} }) } as unknown as Deps['rooms'],
  };
  for (let pair = 0; pair < PAIRS; pair++) {
    const address = `Ada.${pair}@example.com`;
    const invite = (spelt: string) =>
      inviteStaff(deps, caller, { person: { name: 'Ada', email: spelt, role: 'editor' }, client: null });
    const outcomes = await Promise.all([invite(address), invite(address.toLowerCase())]);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([{ ok: false, code: 'email_taken' }]);
    const { rows } = await db.$client.query(`select role from users where lower(email) = lower($1)`, [address]);
    expect(rows).toEqual([{ role: 'editor' }]);
  }
});
