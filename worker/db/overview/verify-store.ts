import { sql } from 'drizzle-orm';
import { insertAudit, type AuditEntry } from '../audit-store.ts';
import type { Db } from '../client.ts';
import { auditLog } from '../schema.ts';
import { CHECKS, type Drift } from './verify-checks.ts';

/** How many mismatches of one kind are listed; more than these have one cause. */
const MOST_NAMED = 1000;

export function createVerifyStore(db: () => Db) {
  return {
    // One snapshot for everything: bookings continue, and a counter must be compared at one moment.
    findDrifts: (): Promise<Drift[]> =>
      db().transaction(
        async (tx) => {
          const drifts: Drift[] = [];
          for (const { name, text } of CHECKS) {
            const { rows } = await tx.execute<Row>(
              sql.raw(`select event_id as "eventId", subject_id as "subjectId",
              expected::text, found::text from (${text}) d order by 1, 2 limit ${MOST_NAMED}`),
            );
            drifts.push(...rows.map((row) => ({ ...row, check: name })));
          }
          return drifts;
        },
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      ),
    /** Whether the last check is more than a day old. */
    isDue: async (): Promise<boolean> => {
      const { rows } = await db()
        .execute(sql`select 1 from ${auditLog} where subject_type = 'books' and subject_id = 'all'
        and action = 'books.verify' and at > now() - interval '1 day' limit 1`);
      return rows.length === 0;
    },
    note: (entry: AuditEntry): Promise<void> => insertAudit(db(), [entry]),
  };
}

export type VerifyStore = ReturnType<typeof createVerifyStore>;

type Row = Record<string, unknown> & Omit<Drift, 'check'>;
