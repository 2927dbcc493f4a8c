import type { OutboxEntry, OutboxFilter, Deps } from '../../deps.ts';
import { type Caller, mayForSome, notAllowed } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';

type Asked = Omit<OutboxFilter, 'eventIds'>;
type Page = { entries: OutboxEntry[]; isLast: boolean };

/** Lists emails, newest first; for staff limited to named events, those events' alone. */
export async function listMail(deps: Pick<Deps, 'outbox'>, caller: Caller, asked: Asked): Promise<Outcome<Page>> {
  if (!mayForSome(caller, 'VIEW_BOOKING') || caller.kind !== 'user') return notAllowed(caller);
  const eventIds = caller.user.eventIds && [...caller.user.eventIds];
  const found = await deps.outbox.listMail({ ...asked, eventIds, limit: asked.limit + 1 });
  return { ok: true, entries: found.slice(0, asked.limit), isLast: found.length <= asked.limit };
}
