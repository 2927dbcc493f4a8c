import { sql } from 'drizzle-orm';
import type { Organization, OrganizationFields } from '#domain/organization/organization.ts';
import { insertAudit, type Actor } from '../audit-store.ts';
import type { Db, Tx } from '../client.ts';
import { organization } from '../schema.ts';
import type { Ground } from '../../ground.ts';
import type { Outcome } from '#domain/refusal.ts';

const columns = {
  legalName: organization.legalName,
  address: organization.address,
  vatId: organization.vatId,
  contactEmail: organization.contactEmail,
  defaultTaxRateBasisPoints: organization.defaultTaxRateBasisPoints,
  version: organization.version,
};
const select = (db: Db | Tx) => db.select(columns).from(organization);

export function createSettingsStore(open: () => Db, { clock, ids }: Pick<Ground, 'clock' | 'ids'>) {
  return {
    find: async (): Promise<Organization> => only(await select(open())),
    change: (
      decide: (before: Organization) => Outcome<{ change: Partial<OrganizationFields> }>,
      by: Actor,
    ): Promise<Outcome<{ settings: Organization }>> =>
      open().transaction(async (tx) => {
        const before = only(await select(tx).for('update'));
        const decided = decide(before);
        if (!decided.ok) return decided;
        const { change } = decided;
        if (Object.keys(change).length === 0) return { ok: true, settings: before };
        const later = { version: before.version + 1, updatedAt: sql`now()` };
        const settings = only(
          await tx
            .update(organization)
            .set({ ...change, ...later })
            .returning(columns),
        );
        const was = Object.fromEntries(Object.keys(change).map((name) => [name, before[name as keyof Organization]]));
        const subject = { subjectType: 'settings', subjectId: 'organization', eventId: null };
        const entry = { ...subject, id: ids.uuid(), at: clock.now(), by, action: 'settings.change' };
        await insertAudit(tx, [{ ...entry, before: was, after: change }]);
        return { ok: true, settings };
      }),
  };
}

/** One row for the deployment. Every change is one transaction: locked, decided, written, audited. */
export type SettingsStore = ReturnType<typeof createSettingsStore>;

function only<T>([row]: T[]): T {
  if (!row) throw new Error('The organization has no row');
  return row;
}
