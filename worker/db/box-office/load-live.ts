import type { LiveBookings } from '#domain/box-office/desk.ts';
import { normalizeEmail } from '#domain/account/person.ts';
import { rows, type LoadingTurn } from './rows.ts';

const LIVE = (column: string, list: string) => `select id, ${column} as person, ticket_count as tickets,
  coupon_id as "couponId" from bookings
  where event_id = $1 and ${column} = any($2::${list}) and status in ('pending_payment', 'confirmed')`;
const LIVE_BY_EMAIL = LIVE('buyer_email_normalized', 'text[]');
const LIVE_BY_USER = LIVE('user_id', 'uuid[]');

/** Adds the live bookings of these people to those already loaded. */
export async function loadLive(
  { client, eventId }: Pick<LoadingTurn, 'client' | 'eventId'>,
  people: readonly { email: string; userId: string | null }[],
  known: LiveBookings = { byEmail: new Map(), byUser: new Map() },
): Promise<LiveBookings> {
  const emails = [...new Set(people.flatMap(({ email }) => normalizeEmail(email) || []))];
  const users = [...new Set(people.flatMap(({ userId }) => userId ?? []))];
  // Unnamed: such a list is planned for the table as it is now, not as it was when it was empty.
  const [byEmail, byUser] = await Promise.all([
    emails.length ? rows<LiveRow>(client, { text: LIVE_BY_EMAIL }, [eventId, emails]) : [],
    users.length ? rows<LiveRow>(client, { text: LIVE_BY_USER }, [eventId, users]) : [],
  ]);
  addTo(known.byEmail, byEmail);
  addTo(known.byUser, byUser);
  return known;
}

type LiveRow = { id: string; person: string; tickets: number; couponId: string | null };

function addTo(people: LiveBookings['byEmail'], found: LiveRow[]): void {
  for (const { id, person, tickets, couponId } of found)
    people.set(person, (people.get(person) ?? new Map()).set(id, { tickets, couponId }));
}
