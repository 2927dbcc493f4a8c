import { refusal, type Refusal } from '../refusal.ts';
import type { Idempotency } from './command.ts';
import type { Desk } from './desk.ts';

/** Returns the reply to an earlier call with the same key and body; the same key with another body is refused. */
export function findReply<T>(desk: Desk, idempotency: Idempotency | null): { ok: true; reply: T } | Refusal | null {
  const stored = idempotency && desk.idempotentReplies.get(`${idempotency.caller} ${idempotency.key}`);
  if (!stored) return null;
  if (stored.requestHash !== idempotency.requestHash || stored.answer === null) return refusal('idempotency_conflict');
  return { ok: true, reply: stored.answer as T };
}

export function keepReply(desk: Desk, idempotency: Idempotency | null, reply: unknown): void {
  if (!idempotency) return;
  const { caller, key, requestHash } = idempotency;
  desk.idempotentReplies.set(`${caller} ${key}`, { requestHash, answer: reply });
  desk.changes.idempotentReplies.push({ caller, key, requestHash, answer: reply });
}
