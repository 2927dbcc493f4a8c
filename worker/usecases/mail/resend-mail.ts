import type { OutboxEntry, Deps } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

type ResendDeps = Pick<Deps, 'ids' | 'rooms' | 'outbox'>;

/** Sends an email again: as a new one if it was sent, right away if it is still waiting. */
export async function resendMail(
  deps: ResendDeps,
  caller: Caller,
  id: string,
): Promise<Outcome<{ entry: OutboxEntry }>> {
  const found = await deps.outbox.findMail(id);
  if (!may(caller, 'EDIT_BOOKING', found?.eventId ?? undefined)) return notAllowed(caller);
  if (!found) return refusal('not_found');
  const entry = await deps.outbox.resend(id, deps.ids.uuid());
  void deps.rooms.postman().kick();
  // Null while it is being sent: then nothing is left to do.
  return { ok: true, entry: entry ?? found };
}
