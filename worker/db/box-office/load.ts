import type { Command } from '#domain/box-office/command.ts';
import type { LoadedDesk, TypeOnSale } from '#domain/box-office/desk.ts';
import { RELEASE_LIMIT } from '#domain/box-office/release.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import type { Coupon } from '#domain/booking/coupon.ts';
import type { Quota } from '#domain/event/inventory.ts';
import type { Question } from '#domain/event/question.ts';
import { loadBookings, type LoadedBookings } from './load-bookings.ts';
import { loadLive } from './load-live.ts';
import { loadWaiting } from './load-waiting.ts';
import { rows, type LoadingTurn } from './rows.ts';
import { offeredOf } from '../event/offered-places.ts';
import { toEventOnSale, type EventRow } from '../event/row.ts';
import type { Clock } from '../../ground.ts';

export const EVENT_ON_SALE = `select id, slug, status, title, starts_at, ends_at, time_zone, venue_name, venue_address, city,
  accent, banner_image_id, locale, currency, booking_opens_at, booking_closes_at, per_person_limit, hold_minutes,
  attendee_names, fee_fixed_minor, fee_basis_points, fee_paid_by, at_door_payment, at_door_until, waiting_list,
  cancel_until_hours, cancel_fee_fixed_minor, cancel_fee_basis_points, cancel_refunds, ticket_seq, receipt_seq,
  coalesce(contact_email, (select email from users where role = 'super_admin' order by created_at limit 1)) as organizer_email
  from events where id = $1`;
// The quotas by id, then the event: every writer of stock locks in this order, so that none can deadlock with another.
const LOCK_QUOTAS = `select id, size, held, sold, ${offeredOf('q')} as offered from quotas q where event_id = $1 order by id for no key update`;
export const TYPES = `select id, index, name, price_minor::float8 as "priceMinor", pay_what_you_want as "payWhatYouWant",
  requires_type_id as "requiresTypeId", tax_rate_basis_points as "taxRateBasisPoints", sale_starts_at as "saleStartsAt",
  sale_ends_at as "saleEndsAt", min_per_booking as "minPerBooking", max_per_booking as "maxPerBooking", hidden, places,
  archived_at as "archivedAt",
  array(select quota_id::text from ticket_type_quotas q where q.ticket_type_id = t.id) as "quotaIds"
  from ticket_types t where event_id = $1 order by position, index`;
export const QUESTIONS = `select id, per, kind, label, help, options, required,
  array(select ticket_type_id::text from question_ticket_types y where y.question_id = q.id) as "ticketTypeIds"
  from questions q where event_id = $1 and archived_at is null order by position, id`;
export const COUPONS = `select id, code, kind, value::float8 as value, starts_at as "startsAt", ends_at as "endsAt",
  max_uses as "maxUses", uses_per_person as "usesPerPerson", minimum_minor::float8 as "minimumMinor", used,
  archived_at as "archivedAt",
  array(select ticket_type_id::text from coupon_ticket_types y where y.coupon_id = c.id) as "ticketTypeIds"
  from coupons c where event_id = $1 and lower(code) = any($2::text[]) order by id`;
const KEYS = `select event_id as "eventId", key_id as "keyId", public_key as "publicKey",
  private_key_sealed as "privateKeySealed", revoked_at as "revokedAt"
  from event_keys where event_id = $1 order by key_id desc`;
const GIVEN = `select caller, key, request_hash, answer from idempotency_keys
  where (caller, key) in (select * from unnest($1::text[], $2::text[]))`;
const DUE = `select id from bookings where event_id = $1 and releasing_since is null
  and ((status = 'pending_payment' and (hold_expires_at <= $2 or $3::boolean)) or (status = 'confirmed' and $3::boolean))
  order by hold_expires_at limit ${RELEASE_LIMIT}`;

/** Loads everything that the commands of a turn need, under the event's lock, and nothing else. */
export async function loadDesk(turn: LoadingTurn, clock: Clock): Promise<LoadedDesk | null> {
  const { client, eventId, commands } = turn;
  const [stock, event, types, questions, keys, live, coupons, idempotentReplies, waiting] = await Promise.all([
    rows<Quota>(client, { name: 'lock_quotas', text: LOCK_QUOTAS }, [eventId]),
    rows<EventRow>(client, { name: 'lock_event', text: `${EVENT_ON_SALE} for no key update` }, [eventId]),
    rows<TypeOnSale>(client, { name: 'types', text: TYPES }, [eventId]),
    rows<Question>(client, { name: 'questions', text: QUESTIONS }, [eventId]),
    rows<EventKey>(client, { name: 'keys', text: KEYS }, [eventId]),
    loadLive(turn, peopleOf(commands)),
    loadCoupons(turn),
    loadIdempotentReplies(turn),
    loadWaiting(turn),
  ]);
  if (!event[0]) return null;
  const now = clock.now();
  const due = await loadDue(turn, { status: event[0].status, now });
  const loaded: LoadedBookings = await loadBookings(turn, { due, waiting });
  // An offer from the waiting list counts toward the person's limit like any other booking.
  const offerable = [...waiting, ...latePayers(commands, loaded.bookings)];
  if (offerable.length > 0) await loadLive(turn, offerable, live);
  return {
    now,
    event: toEventOnSale(event[0]),
    types: new Map(types.map((type) => [type.id, type])),
    stock: new Map(stock.map((quota) => [quota.id, { ...quota }])),
    stockBefore: stock,
    questions,
    keys,
    live,
    coupons: new Map(coupons.map((coupon) => [coupon.id, coupon])),
    waiting,
    idempotentReplies,
    due,
    ...loaded,
  };
}

const peopleOf = (commands: readonly Command[]) =>
  commands.flatMap((command) =>
    command.kind === 'place'
      ? { email: command.buyer.email, userId: command.userId }
      : command.kind === 'join_waiting'
        ? { email: command.email, userId: command.userId }
        : [],
  );

/** Payments that arrive after their hold: where the places are gone, the buyer waits for the next. */
const latePayers = (commands: readonly Command[], bookings: LoadedDesk['bookings']) =>
  commands.flatMap((command) => {
    const booking =
      command.kind === 'settle' && command.report.state === 'paid' ? bookings.get(command.bookingId) : undefined;
    return booking?.status === 'expired' ? { email: booking.buyerEmail, userId: booking.userId } : [];
  });

async function loadCoupons({ client, eventId, commands }: LoadingTurn): Promise<Coupon[]> {
  const codes = commands.flatMap((command) => (command.kind === 'place' && command.couponCode?.toLowerCase()) || []);
  if (codes.length === 0) return [];
  return rows<Coupon>(client, { text: `${COUPONS} for no key update` }, [eventId, [...new Set(codes)]]);
}

async function loadIdempotentReplies({ client, commands }: LoadingTurn): Promise<LoadedDesk['idempotentReplies']> {
  const asked = commands.flatMap((command) => ('idempotency' in command && command.idempotency) || []);
  if (asked.length === 0) return new Map();
  type Row = { caller: string; key: string; request_hash: string; answer: unknown };
  const found = await rows<Row>(client, { text: GIVEN }, [
    asked.map(({ caller }) => caller),
    asked.map(({ key }) => key),
  ]);
  return new Map(
    found.map(({ caller, key, request_hash, answer }) => [`${caller} ${key}`, { requestHash: request_hash, answer }]),
  );
}

async function loadDue(
  { client, eventId, commands }: LoadingTurn,
  { status, now }: { status: string; now: Date },
): Promise<string[]> {
  if (!commands.some(({ kind }) => kind === 'release')) return [];
  const found = await rows<{ id: string }>(client, { name: 'due', text: DUE }, [eventId, now, status === 'cancelled']);
  return found.map(({ id }) => id);
}
