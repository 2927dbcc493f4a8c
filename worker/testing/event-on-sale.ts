import pg from 'pg';
import { v7 } from 'uuid';
import { createSeals } from '../outside/seals.ts';
import { ticketSigner } from '../outside/ticket/signer.ts';
import {
  insertCoupons,
  insertQuestions,
  insertQuotas,
  type CouponOptions,
  type QuestionOptions,
} from './event-extras.ts';

export interface SaleOptions {
  status?: 'draft' | 'published' | 'cancelled';
  /** Null is unlimited. */
  places?: number | null;
  perPersonLimit?: number;
  holdMinutes?: number;
  attendeeNames?: 'buyer' | 'each';
  types?: {
    name?: string;
    priceMinor?: number;
    minPerBooking?: number;
    maxPerBooking?: number | null;
    hidden?: boolean;
    places?: number;
    payWhatYouWant?: boolean;
    /** Another of these types, by its number, that the same booking must include. */
    requires?: number;
    taxRateBasisPoints?: number;
    /** Further quotas that it draws on besides the event's capacity, by their numbers in `quotas`. */
    quotas?: number[];
  }[];
  feeFixedMinor?: number;
  /** Besides the event's capacity: their sizes. */
  quotas?: number[];
  coupons?: CouponOptions[];
  questions?: QuestionOptions[];
  /** Further columns of the event, by their names. */
  event?: Record<string, unknown>;
  secret?: string;
}

export interface EventForSale {
  eventId: string;
  quotaId: string;
  /** Besides the event's capacity. */
  quotaIds: string[];
  typeIds: string[];
  couponIds: string[];
  questionIds: string[];
}

const DAY = 86_400_000;

/** A published event next week whose ticket types share one quota, written straight into the tables. */
export async function createEventOnSale(databaseUrl: string, options: SaleOptions = {}): Promise<EventForSale> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return await insertEvent(client, options);
  } finally {
    await client.end();
  }
}

async function insertEvent(client: pg.Client, options: SaleOptions): Promise<EventForSale> {
  const eventId = v7();
  const quotaId = v7();
  const {
    status = 'published',
    places = 100,
    perPersonLimit = 10,
    holdMinutes = 15,
    attendeeNames = 'buyer',
  } = options;
  const startsAt = new Date(Date.now() + 7 * DAY);
  await client.query(
    `insert into events (id, slug, status, title, starts_at, ends_at, time_zone, currency, per_person_limit, hold_minutes,
      attendee_names, fee_fixed_minor) values ($1, $2, $3, 'Night of the Lanterns', $4, $5, 'Europe/Berlin', 'EUR', $6, $7, $8, $9)`,
    [
      eventId,
      `lanterns-${eventId}`,
      status,
      startsAt,
      new Date(startsAt.getTime() + DAY / 4),
      perPersonLimit,
      holdMinutes,
      attendeeNames,
      options.feeFixedMinor ?? 0,
    ],
  );
  await client.query(
    `insert into event_sessions (id, event_id, starts_at, ends_at) select $2, id, starts_at, ends_at from events where id = $1`,
    [eventId, v7()],
  );
  await client.query(`insert into quotas (id, event_id, name, size) values ($1, $2, 'House', $3)`, [
    quotaId,
    eventId,
    places,
  ]);
  await insertKey(client, eventId, options.secret ?? 'test secret');
  for (const [column, value] of Object.entries(options.event ?? {}))
    await client.query(`update events set ${client.escapeIdentifier(column)} = $2 where id = $1`, [eventId, value]);
  const quotaIds = await insertQuotas(client, eventId, options.quotas ?? []);
  const typeIds: string[] = [];
  for (const type of options.types ?? [{}]) {
    const draws = [quotaId, ...(type.quotas ?? []).map((at) => quotaIds[at]!)];
    typeIds.push(await insertType(client, { eventId, draws, typeIds }, type));
  }
  const couponIds = await insertCoupons(client, { eventId, typeIds }, options.coupons ?? []);
  const questionIds = await insertQuestions(client, { eventId, typeIds }, options.questions ?? []);
  return { eventId, quotaId, quotaIds, typeIds, couponIds, questionIds };
}

async function insertKey(client: pg.Client, eventId: string, secret: string): Promise<void> {
  const { publicKey, privateKey } = await ticketSigner.generate();
  const sealed = await createSeals(secret).seal(privateKey, `event-key ${eventId}`);
  const values = [eventId, Buffer.from(publicKey), Buffer.from(sealed)];
  await client.query(
    `insert into event_keys (event_id, key_id, public_key, private_key_sealed) values ($1, 1, $2, $3)`,
    values,
  );
}

type TypeOptions = NonNullable<SaleOptions['types']>[number];
async function insertType(
  client: pg.Client,
  { eventId, draws, typeIds }: { eventId: string; draws: string[]; typeIds: string[] },
  type: TypeOptions,
): Promise<string> {
  const id = v7();
  const index = typeIds.length;
  const {
    name = `Type ${index}`,
    priceMinor = 0,
    minPerBooking = 1,
    maxPerBooking = null,
    hidden = false,
    places = 1,
  } = type;
  await client.query(
    `insert into ticket_types (id, event_id, index, name, price_minor, min_per_booking, max_per_booking, hidden, places, position,
      pay_what_you_want, requires_type_id, tax_rate_basis_points)
     values ($1, $2, $3::int, $4, $5, $6, $7, $8, $9, $3::int, $10, $11, $12)`,
    [
      ...[id, eventId, index, name, priceMinor, minPerBooking, maxPerBooking, hidden, places],
      ...[type.payWhatYouWant ?? false, typeIds[type.requires ?? -1] ?? null, type.taxRateBasisPoints ?? 0],
    ],
  );
  for (const quotaId of draws)
    await client.query(`insert into ticket_type_quotas (ticket_type_id, quota_id) values ($1, $2)`, [id, quotaId]);
  return id;
}
