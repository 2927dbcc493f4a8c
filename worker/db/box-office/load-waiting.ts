import type { Command } from '#domain/box-office/command.ts';
import type { WaitingEntry } from '#domain/booking/waiting.ts';
import { rows, type LoadingTurn } from './rows.ts';

/** How many of the oldest entries one turn looks at. */
const MOST_LOOKED_AT = 1000;
export const WAITING_COLUMNS = `w.id, w.ticket_type_id as "ticketTypeId", w.quantity, w.name, w.email,
  w.email_normalized as "emailNormalized", w.user_id as "userId", w.locale, w.status, w.first,
  w.link_version as "linkVersion", w.offered_at as "offeredAt", w.created_at as "createdAt"`;
const WAITING = `select ${WAITING_COLUMNS} from waiting_entries w
  where event_id = $1 and status = 'waiting' and ($2::boolean or exists (
    select 1 from quotas where event_id = $1 and (size is null or held + sold < size)))
  order by first desc, created_at, id limit ${MOST_LOOKED_AT}`;

/** Loads the waiting entries for which places are free or may become free. */
export async function loadWaiting({ client, eventId, commands }: LoadingTurn): Promise<WaitingEntry[]> {
  return rows<WaitingEntry>(client, { name: 'waiting', text: WAITING }, [eventId, commands.some(mayFree)]);
}

const mayFree = ({ kind }: Command) =>
  ['release', 'settle', 'cancel', 'change_status', 'cancel_tickets', 'settle_dispute'].includes(kind);

const NAMED = `select ${WAITING_COLUMNS} from waiting_entries w where w.event_id = $1
  and (w.id = any($2::uuid[]) or (w.email_normalized = any($3::text[]) and w.status in ('waiting', 'offered')))`;

/** Entries by id or by person, the same objects as in the waiting list. */
export async function loadNamedWaiting(
  { client, eventId }: Pick<LoadingTurn, 'client' | 'eventId'>,
  named: { ids: string[]; people: string[] },
  waiting: readonly WaitingEntry[],
): Promise<Map<string, WaitingEntry>> {
  if (named.ids.length === 0 && named.people.length === 0) return new Map();
  const found = await rows<WaitingEntry>(client, { text: NAMED }, [eventId, named.ids, named.people]);
  const known = new Map(waiting.map((entry) => [entry.id, entry]));
  return new Map(found.map((entry) => [entry.id, known.get(entry.id) ?? entry]));
}
