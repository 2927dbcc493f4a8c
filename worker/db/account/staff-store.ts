import { asc, eq, inArray, ne, sql, type SQL } from 'drizzle-orm';
import type { Permission, StaffRole } from '#domain/account/permission.ts';
import type { RightsChange, StaffRights } from '#domain/account/staff.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { forgetStranger, sendInvitation } from './accounts.ts';
import { insertAudit, type Actor, type AuditEntry } from '../audit-store.ts';
import type { Db, Tx } from '../client.ts';
import { events, staffEvents, staffPermissions, users } from '../schema.ts';
import type { Ground } from '../../ground.ts';

export interface StaffRecord extends StaffRights {
  name: string;
  email: string;
  createdAt: Date;
}

export interface InvitedPerson {
  name: string;
  email: string;
  role: StaffRole;
}

type Parts = Pick<Ground, 'clock' | 'ids' | 'baseUrl'>;

const permissions = (effect: 'grant' | 'deny') =>
  sql<
    Permission[]
  >`array(select permission from staff_permissions p where p.user_id = users.id and p.effect = ${effect} order by 1)`;
const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  createdAt: users.createdAt,
  granted: permissions('grant'),
  denied: permissions('deny'),
  eventIds: sql<
    string[] | null
  >`(select array_agg(e.event_id::text order by 1) from staff_events e where e.user_id = users.id)`,
};
const select = (db: Db | Tx, where: SQL) => db.select(columns).from(users).where(where);

export function createStaffStore(open: () => Db, parts: Parts) {
  return {
    list: (): Promise<StaffRecord[]> =>
      select(open(), ne(users.role, 'attendee')).orderBy(asc(users.name), asc(users.id)),
    /** An account of that address becomes staff, or a new one is made; either way an invitation is mailed. */
    invite: (
      person: InvitedPerson,
      decide: (existing: StaffRecord | null) => Outcome<object>,
      by: Actor,
    ): Promise<Outcome<{ member: StaffRecord }>> =>
      open().transaction((tx) => invite(tx, parts, { person, decide, by })),
    /** `decide` sees the person and how many super admins there are, both locked. */
    change: (
      { userId, change }: { userId: string; change: RightsChange },
      decide: (before: StaffRecord, superAdmins: number) => Outcome<{ change: RightsChange }>,
      by: Actor,
    ): Promise<Outcome<{ member: StaffRecord }>> =>
      open().transaction(async (tx) => {
        // Before the people, as the deletion of an event locks them: neither waits for the other crosswise.
        const known = await lockEvents(tx, change.eventIds ?? []);
        // All super admins are locked: two that demote each other at the same time can't both succeed.
        const { rows } = await tx.execute<{ id: string; role: string }>(
          sql`select id, role from users where id = ${userId} or role = 'super_admin' order by id for update`,
        );
        const [before] = await select(tx, eq(users.id, userId));
        if (!before || before.role === 'attendee') return refusal('not_found');
        const decided = decide(before, rows.filter((row) => row.role === 'super_admin').length);
        if (!decided.ok) return decided;
        if (!known) return refusal('not_found', { field: 'eventIds' });
        await apply(tx, userId, decided.change);
        const member = await load(tx, userId);
        await insertAudit(tx, [audit(parts, by, { action: 'staff.change', before, after: member })]);
        return { ok: true, member };
      }),
  };
}

export type StaffStore = ReturnType<typeof createStaffStore>;

interface Invitation {
  person: InvitedPerson;
  decide: Parameters<StaffStore['invite']>[1];
  by: Actor;
}

async function invite(tx: Tx, parts: Parts, invitation: Invitation): ReturnType<StaffStore['invite']> {
  const { person, decide, by } = invitation;
  const isTheirs = sql`lower(${users.email}) = ${person.email.toLowerCase()}`;
  const [account] = await tx.select().from(users).where(isTheirs).for('update');
  const [existing] = account ? await select(tx, eq(users.id, account.id)) : [];
  const allowed = decide(existing ?? null);
  if (!allowed.ok) return allowed;
  if (existing && existing.role !== 'attendee') return refusal('email_taken');
  const id = existing?.id ?? (await insertUser(tx, parts, person));
  // The address was registered at this very moment: its account is there now.
  if (!id) return invite(tx, parts, invitation);
  const name = account?.emailVerified ? account.name : person.name;
  if (account && !account.emailVerified) await forgetStranger(tx, id);
  await tx
    .update(users)
    .set({ name, role: person.role, updatedAt: sql`now()` })
    .where(eq(users.id, id));
  const invited = { id, name, email: person.email };
  await sendInvitation(tx, parts, { person: invited, inviter: by.name, role: person.role });
  const member = await load(tx, id);
  await insertAudit(tx, [audit(parts, by, { action: 'staff.invite', before: existing ?? null, after: member })]);
  return { ok: true, member };
}

/** Null where another transaction has just made an account of that address. */
async function insertUser(tx: Tx, parts: Parts, person: { name: string; email: string }) {
  const values = { id: parts.ids.uuid(), name: person.name, email: person.email.toLowerCase() };
  const [inserted] = await tx.insert(users).values(values).onConflictDoNothing().returning({ id: users.id });
  return inserted?.id ?? null;
}

async function load(tx: Tx, id: string): Promise<StaffRecord> {
  const [member] = await select(tx, eq(users.id, id));
  if (!member) throw new Error(`User ${id} vanished under its lock`);
  return member;
}

async function apply(tx: Tx, userId: string, change: RightsChange): Promise<void> {
  if (change.role)
    await tx
      .update(users)
      .set({ role: change.role, updatedAt: sql`now()` })
      .where(eq(users.id, userId));
  for (const [effect, wanted] of [
    ['grant', change.granted],
    ['deny', change.denied],
  ] as const) {
    if (!wanted) continue;
    await tx.delete(staffPermissions).where(sql`user_id = ${userId} and effect = ${effect}`);
    const rows = [...new Set(wanted)].map((permission) => ({ userId, permission, effect }));
    // A denied permission wins over a granted one.
    if (rows.length > 0) {
      await tx
        .insert(staffPermissions)
        .values(rows)
        .onConflictDoUpdate({ target: [staffPermissions.userId, staffPermissions.permission], set: { effect } });
    }
  }
  if (change.eventIds === undefined) return;
  await tx.delete(staffEvents).where(eq(staffEvents.userId, userId));
  const rows = [...new Set(change.eventIds ?? [])].map((eventId) => ({ userId, eventId }));
  if (rows.length > 0) await tx.insert(staffEvents).values(rows);
}

/** Keeps the events from being deleted until the transaction ends. Returns whether all of them exist. */
async function lockEvents(tx: Tx, eventIds: string[]): Promise<boolean> {
  const wanted = [...new Set(eventIds)];
  if (wanted.length === 0) return true;
  const found = await tx
    .select({ id: events.id })
    .from(events)
    .where(inArray(events.id, wanted))
    .orderBy(asc(events.id))
    .for('key share');
  return found.length === wanted.length;
}

type Change = Pick<AuditEntry, 'action' | 'before'> & { after: StaffRecord };
function audit(parts: Parts, by: Actor, { action, before, after }: Change): AuditEntry {
  const subject = { subjectType: 'user', subjectId: after.id, eventId: null };
  return { id: parts.ids.uuid(), at: parts.clock.now(), by, action, ...subject, before, after };
}
