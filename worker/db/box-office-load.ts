import type { ClientBase } from 'pg';
import type { Clock } from '../deps.ts';
import type { Command, PlaceBooking } from '../domain/box-office/command.ts';
import { noChanges } from '../domain/box-office/changes.ts';
import type { Desk, LiveBookings, TypeOnSale } from '../domain/box-office/desk.ts';
import { RELEASE_LIMIT } from '../domain/box-office/release.ts';
import type { EventKey } from '../domain/booking.ts';
import type { Quota } from '../domain/inventory.ts';
import { normalizeEmail } from '../domain/person.ts';
import { loadBookings, type LoadedBookings } from './box-office-load-bookings.ts';
import { toEventOnSale, type EventRow } from './event-row.ts';

const LOCK_EVENT = `select id, slug, status, title, starts_at, ends_at, time_zone, venue_name, venue_address, city, accent,
  banner_image_id, locale, currency, booking_opens_at, booking_closes_at, per_person_limit, hold_minutes,
  attendee_names, fee_fixed_minor, fee_basis_points, fee_paid_by, ticket_seq
  from events where id = $1 for no key update`;
// The quotas by id, then the event: every writer of stock queues in this order, and none can meet another crosswise.
const LOCK_QUOTAS = `select id, size, held, sold from quotas where event_id = $1 order by id for no key update`;
export const TYPES = `select id, index, name, price_minor::float8 as "priceMinor",
  tax_rate_basis_points as "taxRateBasisPoints", sale_starts_at as "saleStartsAt", sale_ends_at as "saleEndsAt",
  min_per_booking as "minPerBooking", max_per_booking as "maxPerBooking", hidden, places, archived_at as "archivedAt",
  array(select quota_id::text from ticket_type_quotas q where q.ticket_type_id = t.id) as "quotaIds"
  from ticket_types t where event_id = $1 order by position, index`;
const KEYS = `select event_id as "eventId", key_id as "keyId", public_key as "publicKey",
  private_key_sealed as "privateKeySealed", revoked_at as "revokedAt"
  from event_keys where event_id = $1 order by key_id desc`;
const LIVE_BY_EMAIL = `select id, buyer_email_normalized as person, ticket_count as count from bookings
  where event_id = $1 and buyer_email_normalized = any($2::text[]) and status in ('pending_payment', 'confirmed')`;
const LIVE_BY_USER = `select id, user_id as person, ticket_count as count from bookings
  where event_id = $1 and user_id = any($2::uuid[]) and status in ('pending_payment', 'confirmed')`;
const GIVEN = `select caller, key, request_hash, answer from idempotency_keys
  where (caller, key) in (select * from unnest($1::text[], $2::text[]))`;
const DUE = `select id from bookings where event_id = $1 and status = 'pending_payment' and releasing_since is null
  and (hold_expires_at <= $2 or $3::boolean) order by hold_expires_at limit ${RELEASE_LIMIT}`;

/** Everything the commands of a turn need, under the event's lock; what they don't need is not asked for. */
export async function loadDesk(
  client: ClientBase,
  eventId: string,
  commands: readonly Command[],
  clock: Clock,
): Promise<Desk | null> {
  const places = commands.filter((command) => command.kind === 'place');
  const [stock, event, types, keys, live, given] = await Promise.all([
    rows<Quota>(client, 'lock_quotas', LOCK_QUOTAS, [eventId]),
    rows<EventRow>(client, 'lock_event', LOCK_EVENT, [eventId]),
    rows<TypeOnSale>(client, 'types', TYPES, [eventId]),
    rows<EventKey>(client, 'keys', KEYS, [eventId]),
    loadLive(client, eventId, places),
    loadGiven(client, places),
  ]);
  if (!event[0]) return null;
  const now = clock.now();
  const due = await loadDue(client, event[0], commands, now);
  const loaded: LoadedBookings = await loadBookings(client, eventId, commands, due);
  return {
    now,
    event: toEventOnSale(event[0]),
    types: new Map(types.map((type) => [type.id, type])),
    stock: new Map(stock.map((quota) => [quota.id, { ...quota }])),
    stockBefore: stock,
    keys,
    live,
    given,
    due,
    ...loaded,
    changes: noChanges(),
  };
}

async function loadLive(client: ClientBase, eventId: string, places: PlaceBooking[]): Promise<LiveBookings> {
  const emails = [...new Set(places.map(({ buyer }) => normalizeEmail(buyer.email)))];
  const users = [...new Set(places.flatMap(({ userId }) => userId ?? []))];
  // No names: such a list is planned for the table as it is now, not as it was when it was empty.
  const [byEmail, byUser] = await Promise.all([
    emails.length ? rows<LiveRow>(client, null, LIVE_BY_EMAIL, [eventId, emails]) : [],
    users.length ? rows<LiveRow>(client, null, LIVE_BY_USER, [eventId, users]) : [],
  ]);
  return { byEmail: byPerson(byEmail), byUser: byPerson(byUser) };
}

type LiveRow = { id: string; person: string; count: number };
function byPerson(found: LiveRow[]): Map<string, Map<string, number>> {
  const people = new Map<string, Map<string, number>>();
  for (const { id, person, count } of found)
    people.set(person, (people.get(person) ?? new Map<string, number>()).set(id, count));
  return people;
}

async function loadGiven(client: ClientBase, places: PlaceBooking[]): Promise<Desk['given']> {
  const asked = places.flatMap(({ idempotency }) => idempotency ?? []);
  if (asked.length === 0) return new Map();
  type Row = { caller: string; key: string; request_hash: string; answer: { booking: never; decidedAt: string } };
  const found = await rows<Row>(client, null, GIVEN, [asked.map(({ caller }) => caller), asked.map(({ key }) => key)]);
  return new Map(found.map((row) => [`${row.caller} ${row.key}`, { requestHash: row.request_hash, ...row.answer }]));
}

async function loadDue(
  client: ClientBase,
  { id, status }: Pick<EventRow, 'id' | 'status'>,
  commands: readonly Command[],
  now: Date,
): Promise<string[]> {
  if (!commands.some(({ kind }) => kind === 'release')) return [];
  const found = await rows<{ id: string }>(client, 'due', DUE, [id, now, status === 'cancelled']);
  return found.map(({ id }) => id);
}

/** A named statement is prepared once per connection. */
export async function rows<T>(
  client: Pick<ClientBase, 'query'>,
  name: string | null,
  text: string,
  values: unknown[],
): Promise<T[]> {
  const result = await client.query(name === null ? { text, values } : { name, text, values });
  return result.rows as T[];
}
