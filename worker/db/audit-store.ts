import type { Db, Tx } from './client.ts';
import { auditLog } from './schema.ts';

/** The actor, as the audit log will name them. */
export interface Actor {
  userId: string | null;
  name: string;
}

export interface AuditEntry {
  id: string;
  at: Date;
  by: Actor;
  action: string;
  subjectType: string;
  subjectId: string;
  eventId: string | null;
  before: unknown;
  after: unknown;
}

/** Writes the actor, action, subject and the values before and after, in the transaction of the change. */
export async function insertAudit(tx: Db | Tx, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx
    .insert(auditLog)
    .values(entries.map(({ by, ...entry }) => ({ ...entry, userId: by.userId, actor: by.name })));
}
