import { refusal, type Refusal } from '../refusal.ts';
import type { Idempotency } from './command.ts';
import type { Desk } from './desk.ts';

/* A call with the key of an earlier one: the same body gets its answer, another body is refused. */

export function givenAnswer<T>(desk: Desk, idempotency: Idempotency | null): { ok: true; answer: T } | Refusal | null {
  const given = idempotency && desk.given.get(`${idempotency.caller} ${idempotency.key}`);
  if (!given) return null;
  if (given.requestHash !== idempotency.requestHash || given.answer === null) return refusal('idempotency_conflict');
  return { ok: true, answer: given.answer as T };
}

export function keepAnswer(desk: Desk, idempotency: Idempotency | null, answer: unknown): void {
  if (!idempotency) return;
  const { caller, key, requestHash } = idempotency;
  desk.given.set(`${caller} ${key}`, { requestHash, answer });
  desk.changes.answers.push({ caller, key, requestHash, answer });
}
