import type { AuditEntry } from '../deps.ts';
import type { Db, Tx } from './client.ts';
import { auditLog } from './schema.ts';

/** Writes the actor, action, subject and the values before and after, in the transaction of the change. */
export async function insertAudit(tx: Db | Tx, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx
    .insert(auditLog)
    .values(entries.map(({ by, ...entry }) => ({ ...entry, userId: by.userId, actor: by.name })));
}
