import { sql, type SQL } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Seller } from '#domain/organization/organization.ts';
import { ROLES } from '#domain/account/permission.ts';

/*
 * Every table of Everato. Money is an integer in minor units of the event's currency, times are timestamptz, keys are
 * UUIDs (v7) made by the application. Important rules are constraints here as well, whatever the rooms decide.
 */

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const id = () => uuid('id').primaryKey();
const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const createdAt = () => time('created_at').notNull().defaultNow();
const minor = (name: string) => bigint(name, { mode: 'number' });
const oneOf = (column: string, values: readonly string[]): SQL =>
  sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(', ')})`);

// ── Deployment ──────────────────────────────────────────────────────────────

/** One row. `id` marks our objects at Stripe; `epoch` changes when the database is restored or replaced. */
export const deployment = pgTable(
  'deployment',
  {
    single: boolean('single').primaryKey().default(true),
    id: uuid('id')
      .notNull()
      .default(sql`gen_random_uuid()`),
    epoch: uuid('epoch')
      .notNull()
      .default(sql`gen_random_uuid()`),
    createdAt: createdAt(),
  },
  (t) => [check('deployment_single', sql`${t.single}`)],
);

/** One row: the seller on receipts, and the defaults of a new ticket type. */
export const organization = pgTable(
  'organization',
  {
    single: boolean('single').primaryKey().default(true),
    legalName: text('legal_name').notNull().default(''),
    address: text('address').notNull().default(''),
    vatId: text('vat_id').notNull().default(''),
    contactEmail: text('contact_email'),
    defaultTaxRateBasisPoints: integer('default_tax_rate_basis_points').notNull().default(0),
    /** The version that an edit must be based on; rises with every edit. */
    version: integer('version').notNull().default(1),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('organization_single', sql`${t.single}`),
    check('organization_tax', sql`${t.defaultTaxRateBasisPoints} between 0 and 10000`),
  ],
);

// ── People ──────────────────────────────────────────────────────────────────

export const users = pgTable(
  'users',
  {
    id: id(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    role: text('role', { enum: ROLES }).notNull().default('attendee'),
    locale: text('locale').notNull().default('en'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('users_email').on(sql`lower(${t.email})`),
    index('users_staff')
      .on(t.role)
      .where(sql`role <> 'attendee'`),
    check('users_role', oneOf('role', ROLES)),
  ],
);

export const userSessions = pgTable(
  'user_sessions',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    token: text('token').notNull().unique(),
    expiresAt: time('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [index('user_sessions_user').on(t.userId), index('user_sessions_expiry').on(t.expiresAt)],
);

/** A way to sign in: a password hash, or a provider's account. */
export const signInMethods = pgTable(
  'sign_in_methods',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    accessTokenExpiresAt: time('access_token_expires_at'),
    refreshTokenExpiresAt: time('refresh_token_expires_at'),
    scope: text('scope'),
    idToken: text('id_token'),
    password: text('password'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [index('sign_in_methods_user').on(t.userId), unique('sign_in_methods_account').on(t.providerId, t.accountId)],
);

export const verifications = pgTable(
  'verifications',
  {
    id: id(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: time('expires_at').notNull(),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [index('verifications_identifier').on(t.identifier), index('verifications_expiry').on(t.expiresAt)],
);

/** Fixed windows counted per key, for sign-in and for everything that sends email. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text('key').primaryKey(),
    count: integer('count').notNull(),
    windowStartedAt: time('window_started_at').notNull(),
    windowEndsAt: time('window_ends_at').notNull(),
  },
  (t) => [index('rate_limits_end').on(t.windowEndsAt)],
);

/** A single permission granted or denied beyond the role; for all events, or for one. */
export const staffPermissions = pgTable(
  'staff_permissions',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    permission: text('permission').notNull(),
    effect: text('effect', { enum: ['grant', 'deny'] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.permission] }),
    check('staff_permissions_effect', oneOf('effect', ['grant', 'deny'])),
  ],
);

/** If a person has rows here, their permissions apply to these events only. */
export const staffEvents = pgTable(
  'staff_events',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.userId, t.eventId] }), index('staff_events_event').on(t.eventId)],
);

// ── Events ──────────────────────────────────────────────────────────────────

export const EVENT_STATUSES = ['draft', 'published', 'cancelled', 'archived'] as const;

export const images = pgTable(
  'images',
  {
    id: id(),
    contentType: text('content_type').notNull(),
    width: integer('width'),
    height: integer('height'),
    /** Null where the bytes are stored in R2 under the image's id. */
    bytes: bytea('bytes'),
    byteLength: integer('byte_length').notNull(),
    uploadedBy: uuid('uploaded_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [check('images_size', sql`${t.byteLength} > 0`)],
);

export const events = pgTable(
  'events',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    status: text('status', { enum: EVENT_STATUSES }).notNull().default('draft'),
    title: text('title').notNull(),
    summary: text('summary').notNull().default(''),
    description: text('description').notNull().default(''),
    startsAt: time('starts_at').notNull(),
    endsAt: time('ends_at').notNull(),
    timeZone: text('time_zone').notNull(),
    venueName: text('venue_name').notNull().default(''),
    venueAddress: text('venue_address').notNull().default(''),
    city: text('city').notNull().default(''),
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    onlineUrl: text('online_url'),
    category: text('category').notNull().default('other'),
    kind: text('kind').notNull().default('in_person'),
    tags: text('tags')
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    organizerName: text('organizer_name').notNull().default(''),
    contactEmail: text('contact_email'),
    links: jsonb('links').$type<{ label: string; url: string }[]>().notNull().default([]),
    refundPolicy: text('refund_policy').notNull().default(''),
    terms: text('terms').notNull().default(''),
    bannerImageId: uuid('banner_image_id').references(() => images.id, { onDelete: 'set null' }),
    accent: text('accent').notNull().default('#3b5bdb'),
    locale: text('locale').notNull().default('en'),
    currency: char('currency', { length: 3 }).notNull(),
    bookingOpensAt: time('booking_opens_at'),
    bookingClosesAt: time('booking_closes_at'),
    perPersonLimit: integer('per_person_limit').notNull().default(10),
    holdMinutes: integer('hold_minutes').notNull().default(15),
    attendeeNames: text('attendee_names', { enum: ['buyer', 'each'] })
      .notNull()
      .default('buyer'),
    availabilityShown: text('availability_shown', { enum: ['never', 'few', 'always'] })
      .notNull()
      .default('few'),
    feeFixedMinor: minor('fee_fixed_minor').notNull().default(0),
    feeBasisPoints: integer('fee_basis_points').notNull().default(0),
    feePaidBy: text('fee_paid_by', { enum: ['buyer', 'organizer'] })
      .notNull()
      .default('buyer'),
    reEntry: boolean('re_entry').notNull().default(false),
    /** Maximum number of people inside; null where the event does not enforce it. */
    houseCapacity: integer('house_capacity'),
    /** Buyers may choose to pay at the door, until `at_door_until` (null: until the event ends). */
    atDoorPayment: boolean('at_door_payment').notNull().default(false),
    atDoorUntil: time('at_door_until'),
    waitingList: boolean('waiting_list').notNull().default(true),
    /** Buyers may cancel until so many hours before the start; null: not at all. The fee that is kept follows. */
    cancelUntilHours: integer('cancel_until_hours'),
    cancelFeeFixedMinor: minor('cancel_fee_fixed_minor').notNull().default(0),
    cancelFeeBasisPoints: integer('cancel_fee_basis_points').notNull().default(0),
    /** Chosen when the event was cancelled: whether buyers are refunded, and the message to attendees. */
    cancelRefunds: boolean('cancel_refunds').notNull().default(false),
    cancelMessage: text('cancel_message').notNull().default(''),
    /** The last number of a receipt or credit note of this event: without gaps, under the event's lock. */
    receiptSeq: bigint('receipt_seq', { mode: 'number' }).notNull().default(0),
    /** Counts every change of a ticket; the door pulls the newer ones. */
    ticketSeq: bigint('ticket_seq', { mode: 'number' }).notNull().default(0),
    /** The version that an edit must be based on; rises with every edit. */
    version: integer('version').notNull().default(1),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    publishedAt: time('published_at'),
    cancelledAt: time('cancelled_at'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    search: tsvector('search').generatedAlwaysAs(
      sql`to_tsvector('simple', regexp_replace(normalize(title || ' ' || summary || ' ' || venue_name || ' ' || city || ' ' || organizer_name || ' ' || category, NFKD), '[\\u0300-\\u036f]', '', 'g'))`,
    ),
  },
  (t) => [
    index('events_listing').on(t.status, t.startsAt, t.id),
    index('events_search').using('gin', t.search),
    check('events_status', oneOf('status', EVENT_STATUSES)),
    check('events_times', sql`${t.endsAt} > ${t.startsAt}`),
    check('events_booking_window', sql`${t.bookingClosesAt} > ${t.bookingOpensAt}`),
    check('events_currency', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check('events_slug', sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    check('events_hold', sql`${t.holdMinutes} between 5 and 60`),
    check('events_limit', sql`${t.perPersonLimit} between 1 and 10000`),
    check('events_fee', sql`${t.feeFixedMinor} >= 0 and ${t.feeBasisPoints} between 0 and 10000`),
    check('events_house', sql`${t.houseCapacity} > 0`),
    check('events_names', oneOf('attendee_names', ['buyer', 'each'])),
    check('events_shown', oneOf('availability_shown', ['never', 'few', 'always'])),
    check('events_fee_paid_by', oneOf('fee_paid_by', ['buyer', 'organizer'])),
    check(
      'events_cancel_policy',
      sql`${t.cancelUntilHours} between 0 and 8760 and ${t.cancelFeeFixedMinor} >= 0 and ${t.cancelFeeBasisPoints} between 0 and 10000`,
    ),
  ],
);

/** A date of an event: most have one, a three-day conference has three. */
export const eventSessions = pgTable(
  'event_sessions',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    name: text('name').notNull().default(''),
    startsAt: time('starts_at').notNull(),
    endsAt: time('ends_at').notNull(),
  },
  (t) => [
    index('event_sessions_event').on(t.eventId, t.startsAt),
    check('event_sessions_times', sql`${t.endsAt} > ${t.startsAt}`),
  ],
);

/** A number of places that ticket types draw on. The counters are a cache of the booking rows. */
export const quotas = pgTable(
  'quotas',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Null is unlimited. */
    size: integer('size'),
    held: integer('held').notNull().default(0),
    sold: integer('sold').notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    index('quotas_event').on(t.eventId),
    check('quotas_size', sql`${t.size} >= 0`),
    check(
      'quotas_never_oversold',
      sql`${t.held} >= 0 and ${t.sold} >= 0 and (${t.size} is null or ${t.held} + ${t.sold} <= ${t.size})`,
    ),
  ],
);

export const ticketTypes = pgTable(
  'ticket_types',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    /** Position within the event that never changes: the QR code contains it. */
    index: smallint('index').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    priceMinor: minor('price_minor').notNull(),
    /** The buyer chooses the price, at least `price_minor`. */
    payWhatYouWant: boolean('pay_what_you_want').notNull().default(false),
    taxRateBasisPoints: integer('tax_rate_basis_points').notNull().default(0),
    saleStartsAt: time('sale_starts_at'),
    saleEndsAt: time('sale_ends_at'),
    minPerBooking: integer('min_per_booking').notNull().default(1),
    maxPerBooking: integer('max_per_booking'),
    hidden: boolean('hidden').notNull().default(false),
    position: integer('position').notNull().default(0),
    validFrom: time('valid_from'),
    validUntil: time('valid_until'),
    doorNote: text('door_note').notNull().default(''),
    /** Places, and tickets, per unit: 1, or more for a bundle. */
    places: smallint('places').notNull().default(1),
    requiresTypeId: uuid('requires_type_id'),
    archivedAt: time('archived_at'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [
    unique('ticket_types_index').on(t.eventId, t.index),
    foreignKey({ columns: [t.requiresTypeId], foreignColumns: [t.id], name: 'ticket_types_requires' }),
    check('ticket_types_price', sql`${t.priceMinor} >= 0`),
    check('ticket_types_tax', sql`${t.taxRateBasisPoints} between 0 and 10000`),
    check(
      'ticket_types_per_booking',
      sql`${t.minPerBooking} >= 1 and (${t.maxPerBooking} is null or ${t.maxPerBooking} >= ${t.minPerBooking})`,
    ),
    check('ticket_types_places', sql`${t.places} between 1 and 100`),
    check('ticket_types_sale', sql`${t.saleEndsAt} > ${t.saleStartsAt}`),
    check('ticket_types_validity', sql`${t.validUntil} > ${t.validFrom}`),
  ],
);

export const ticketTypeQuotas = pgTable(
  'ticket_type_quotas',
  {
    ticketTypeId: uuid('ticket_type_id')
      .notNull()
      .references(() => ticketTypes.id, { onDelete: 'cascade' }),
    quotaId: uuid('quota_id')
      .notNull()
      .references(() => quotas.id, { onDelete: 'restrict' }),
  },
  (t) => [primaryKey({ columns: [t.ticketTypeId, t.quotaId] }), index('ticket_type_quotas_quota').on(t.quotaId)],
);

/** The sessions a type admits to; a type without rows admits to all. */
export const ticketTypeSessions = pgTable(
  'ticket_type_sessions',
  {
    ticketTypeId: uuid('ticket_type_id')
      .notNull()
      .references(() => ticketTypes.id, { onDelete: 'cascade' }),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => eventSessions.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.ticketTypeId, t.sessionId] }),
    index('ticket_type_sessions_session').on(t.sessionId),
  ],
);

/** The Ed25519 key pairs that sign an event's tickets. The private half is sealed with EVERATO_SECRET. */
export const eventKeys = pgTable(
  'event_keys',
  {
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    keyId: smallint('key_id').notNull(),
    publicKey: bytea('public_key').notNull(),
    privateKeySealed: bytea('private_key_sealed').notNull(),
    createdAt: createdAt(),
    revokedAt: time('revoked_at'),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.keyId] }), check('event_keys_id', sql`${t.keyId} between 0 and 255`)],
);

// ── Coupons and questions ───────────────────────────────────────────────────

export const COUPON_KINDS = ['percent', 'fixed', 'set_price', 'access'] as const;

export const coupons = pgTable(
  'coupons',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    code: text('code').notNull(),
    kind: text('kind', { enum: COUPON_KINDS }).notNull(),
    /** Basis points for `percent`, minor units for `fixed` and `set_price`, 0 for `access`. */
    value: minor('value').notNull(),
    startsAt: time('starts_at'),
    endsAt: time('ends_at'),
    maxUses: integer('max_uses'),
    usesPerPerson: integer('uses_per_person'),
    minimumMinor: minor('minimum_minor').notNull().default(0),
    /** A cache of the live bookings that use it. No upper bound: a late payment may exceed the limit. */
    used: integer('used').notNull().default(0),
    note: text('note').notNull().default(''),
    /** The version that an edit must be based on; rises with every edit. */
    version: integer('version').notNull().default(1),
    archivedAt: time('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('coupons_code').on(t.eventId, sql`lower(${t.code})`),
    check('coupons_kind', oneOf('kind', COUPON_KINDS)),
    check('coupons_value', sql`${t.value} >= 0 and (${t.kind} <> 'percent' or ${t.value} <= 10000)`),
    check('coupons_used', sql`${t.used} >= 0`),
    check('coupons_limits', sql`${t.maxUses} >= 1 and ${t.usesPerPerson} >= 1 and ${t.minimumMinor} >= 0`),
    check('coupons_window', sql`${t.endsAt} > ${t.startsAt}`),
  ],
);

/** The types a coupon applies to; one without rows applies to all. */
export const couponTicketTypes = pgTable(
  'coupon_ticket_types',
  {
    couponId: uuid('coupon_id')
      .notNull()
      .references(() => coupons.id, { onDelete: 'cascade' }),
    ticketTypeId: uuid('ticket_type_id')
      .notNull()
      .references(() => ticketTypes.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.couponId, t.ticketTypeId] }), index('coupon_ticket_types_type').on(t.ticketTypeId)],
);

export const QUESTION_KINDS = ['text', 'choice', 'checkbox', 'date'] as const;

/** A question of the organizer: once per booking, or for each ticket. */
export const questions = pgTable(
  'questions',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    per: text('per', { enum: ['booking', 'ticket'] }).notNull(),
    kind: text('kind', { enum: QUESTION_KINDS }).notNull(),
    label: text('label').notNull(),
    help: text('help').notNull().default(''),
    options: text('options')
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    required: boolean('required').notNull().default(false),
    position: integer('position').notNull().default(0),
    archivedAt: time('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index('questions_event').on(t.eventId, t.position),
    check('questions_per', oneOf('per', ['booking', 'ticket'])),
    check('questions_kind', oneOf('kind', QUESTION_KINDS)),
  ],
);

/** The types whose tickets are asked; without rows all are. */
export const questionTicketTypes = pgTable(
  'question_ticket_types',
  {
    questionId: uuid('question_id')
      .notNull()
      .references(() => questions.id, { onDelete: 'cascade' }),
    ticketTypeId: uuid('ticket_type_id')
      .notNull()
      .references(() => ticketTypes.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.questionId, t.ticketTypeId] }),
    index('question_ticket_types_type').on(t.ticketTypeId),
  ],
);

// ── Waiting list ────────────────────────────────────────────────────────────

export const WAITING_STATUSES = ['waiting', 'offered', 'accepted', 'declined', 'lapsed', 'left'] as const;

/** A person who wants places of a type that is sold out; the offer to them is a held booking. */
export const waitingEntries = pgTable(
  'waiting_entries',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    ticketTypeId: uuid('ticket_type_id')
      .notNull()
      .references(() => ticketTypes.id, { onDelete: 'cascade' }),
    quantity: integer('quantity').notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    emailNormalized: text('email_normalized').notNull(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'set null' }),
    locale: text('locale').notNull().default('en'),
    status: text('status', { enum: WAITING_STATUSES }).notNull().default('waiting'),
    /** First come, first served; an entry refunded for want of places comes before all. */
    first: boolean('first').notNull().default(false),
    linkVersion: integer('link_version').notNull().default(1),
    offeredAt: time('offered_at'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('waiting_entries_queue')
      .on(t.eventId, t.first.desc(), t.createdAt, t.id)
      .where(sql`status = 'waiting'`),
    uniqueIndex('waiting_entries_person')
      .on(t.ticketTypeId, t.emailNormalized)
      .where(sql`status in ('waiting', 'offered')`),
    index('waiting_entries_event').on(t.eventId, t.createdAt, t.id),
    index('waiting_entries_user').on(t.userId),
    check('waiting_entries_status', oneOf('status', WAITING_STATUSES)),
    check('waiting_entries_quantity', sql`${t.quantity} between 1 and 1000`),
  ],
);

// ── Bookings ────────────────────────────────────────────────────────────────

export const BOOKING_STATUSES = ['pending_payment', 'confirmed', 'expired', 'cancelled'] as const;
export const BOOKING_METHODS = ['stripe', 'at_door', 'cash', 'card_terminal', 'complimentary'] as const;

export const bookings = pgTable(
  'bookings',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    reference: char('reference', { length: 8 }).notNull().unique(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'set null' }),
    buyerName: text('buyer_name').notNull(),
    buyerEmail: text('buyer_email').notNull(),
    /** Case, `+tag` and Gmail's dots folded: serves limits only, never identity. */
    buyerEmailNormalized: text('buyer_email_normalized').notNull(),
    locale: text('locale').notNull().default('en'),
    status: text('status', { enum: BOOKING_STATUSES }).notNull(),
    method: text('method', { enum: BOOKING_METHODS }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    totalMinor: minor('total_minor').notNull(),
    feeMinor: minor('fee_minor').notNull().default(0),
    taxMinor: minor('tax_minor').notNull().default(0),
    /** Tickets over all lines: per-person limits count these. */
    ticketCount: integer('ticket_count').notNull(),
    /** Names of attendees and answers until tickets carry them, in the order of the lines' places. */
    attendees: jsonb('attendees').$type<{ name: string }[]>().notNull().default([]),
    holdExpiresAt: time('hold_expires_at'),
    /** The hold is due, and its Checkout Session is being expired at Stripe; the places stay held. */
    releasingSince: time('releasing_since'),
    /** Staff cancelled it with a refund before Stripe had answered: a payment that still arrives is refunded. */
    refundIfPaid: boolean('refund_if_paid').notNull().default(false),
    /** The version of the secret link; raising it invalidates older links. */
    linkVersion: integer('link_version').notNull().default(1),
    source: text('source').notNull().default('web'),
    couponId: uuid('coupon_id').references(() => coupons.id, { onDelete: 'restrict' }),
    /** The coupon's discount, fees included: lines at their full price less this are `total_minor`. */
    discountMinor: minor('discount_minor').notNull().default(0),
    /** The waiting list entry to which this booking is the offer. */
    waitingEntryId: uuid('waiting_entry_id').references(() => waitingEntries.id, { onDelete: 'set null' }),
    /** For the receipt, where the buyer gave it; can be added later. */
    billing: jsonb('billing').$type<{ company: string; vatId: string; address: string }>(),
    confirmedAt: time('confirmed_at'),
    expiredAt: time('expired_at'),
    cancelledAt: time('cancelled_at'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('bookings_event').on(t.eventId, t.createdAt, t.id),
    index('bookings_person')
      .on(t.eventId, t.buyerEmailNormalized)
      .where(sql`status in ('pending_payment', 'confirmed')`),
    index('bookings_user').on(t.userId, t.createdAt),
    index('bookings_email').on(sql`lower(${t.buyerEmail})`),
    index('bookings_coupon')
      .on(t.couponId)
      .where(sql`coupon_id is not null`),
    index('bookings_offers')
      .on(t.eventId)
      .where(sql`status = 'pending_payment' and waiting_entry_id is not null`),
    index('bookings_waiting_entry')
      .on(t.waitingEntryId)
      .where(sql`waiting_entry_id is not null`),
    index('bookings_due')
      .on(t.holdExpiresAt)
      .where(sql`status = 'pending_payment'`),
    check('bookings_status', oneOf('status', BOOKING_STATUSES)),
    check('bookings_method', oneOf('method', BOOKING_METHODS)),
    check(
      'bookings_money',
      sql`${t.totalMinor} >= 0 and ${t.feeMinor} >= 0 and ${t.taxMinor} >= 0 and ${t.discountMinor} >= 0`,
    ),
    check('bookings_count', sql`${t.ticketCount} > 0 or (${t.ticketCount} = 0 and ${t.status} = 'cancelled')`),
    check('bookings_hold', sql`${t.status} <> 'pending_payment' or ${t.holdExpiresAt} is not null`),
    check('bookings_confirmed', sql`${t.status} <> 'confirmed' or ${t.confirmedAt} is not null`),
  ],
);

/** One ticket type of a booking at its price; the breakdown is stored as it was computed. */
export const bookingLines = pgTable(
  'booking_lines',
  {
    id: id(),
    bookingId: uuid('booking_id')
      .notNull()
      .references(() => bookings.id, { onDelete: 'cascade' }),
    ticketTypeId: uuid('ticket_type_id')
      .notNull()
      .references(() => ticketTypes.id, { onDelete: 'restrict' }),
    position: smallint('position').notNull(),
    quantity: integer('quantity').notNull(),
    /** Tickets of this line: quantity × places of the type. */
    places: integer('places').notNull(),
    unitPriceMinor: minor('unit_price_minor').notNull(),
    unitFeeMinor: minor('unit_fee_minor').notNull(),
    totalMinor: minor('total_minor').notNull(),
    taxMinor: minor('tax_minor').notNull(),
    taxRateBasisPoints: integer('tax_rate_basis_points').notNull(),
    /** Off the line's full price: quantity × (price + fee) − discount = total. */
    discountMinor: minor('discount_minor').notNull().default(0),
    /** Places whose tickets were cancelled one by one; they can be sold again. */
    cancelledPlaces: integer('cancelled_places').notNull().default(0),
  },
  (t) => [
    unique('booking_lines_position').on(t.bookingId, t.position),
    index('booking_lines_type').on(t.ticketTypeId),
    check('booking_lines_cancelled', sql`${t.cancelledPlaces} between 0 and ${t.places}`),
    check(
      'booking_lines_total',
      sql`${t.discountMinor} >= 0 and ${t.totalMinor} = ${t.quantity} * (${t.unitPriceMinor} + ${t.unitFeeMinor}) - ${t.discountMinor}`,
    ),
    check('booking_lines_quantity', sql`${t.quantity} > 0 and ${t.places} >= ${t.quantity}`),
    check(
      'booking_lines_money',
      sql`${t.unitPriceMinor} >= 0 and ${t.unitFeeMinor} >= 0 and ${t.totalMinor} >= 0 and ${t.taxMinor} >= 0`,
    ),
  ],
);

/** A buyer's answer; `place` counts the booking's tickets from 0, and is −1 for the booking as a whole. */
export const answers = pgTable(
  'answers',
  {
    bookingId: uuid('booking_id')
      .notNull()
      .references(() => bookings.id, { onDelete: 'cascade' }),
    place: smallint('place').notNull(),
    questionId: uuid('question_id')
      .notNull()
      .references(() => questions.id, { onDelete: 'restrict' }),
    value: text('value').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.bookingId, t.place, t.questionId] }),
    index('answers_question').on(t.questionId),
    check('answers_place', sql`${t.place} >= -1`),
  ],
);

/** The response of a creating call, for retries with the same key. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    caller: text('caller').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** Null while the first call is still running. */
    answer: jsonb('answer'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.caller, t.key] }), index('idempotency_keys_age').on(t.createdAt)],
);

// ── Money ───────────────────────────────────────────────────────────────────

export const PAYMENT_STATUSES = ['pending', 'succeeded', 'failed', 'cancelled', 'timeout'] as const;
export const PAYMENT_METHODS = ['stripe', 'cash', 'card_terminal'] as const;
export const REFUND_STATUSES = ['pending', 'succeeded', 'failed'] as const;

export const payments = pgTable(
  'payments',
  {
    id: id(),
    bookingId: uuid('booking_id')
      .notNull()
      .references(() => bookings.id, { onDelete: 'restrict' }),
    status: text('status', { enum: PAYMENT_STATUSES }).notNull().default('pending'),
    /** How it was paid: through Stripe, at the door or to staff. */
    method: text('method', { enum: PAYMENT_METHODS }).notNull().default('stripe'),
    /** When Stripe was last asked about it. */
    checkedAt: time('checked_at'),
    /** The amount requested. */
    amountMinor: minor('amount_minor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    /** The amount received, a fact of its own: known once it succeeded. */
    paidMinor: minor('paid_minor'),
    paidCurrency: char('paid_currency', { length: 3 }),
    stripeSessionId: text('stripe_session_id').unique(),
    stripePaymentIntentId: text('stripe_payment_intent_id'),
    checkoutUrl: text('checkout_url'),
    sessionExpiresAt: time('session_expires_at'),
    /** Stripe's code for the last decline of this payment, shown to the buyer in words. */
    lastDeclineCode: text('last_decline_code'),
    succeededAt: time('succeeded_at'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('payments_one_open')
      .on(t.bookingId)
      .where(sql`status = 'pending'`),
    index('payments_booking').on(t.bookingId),
    index('payments_intent').on(t.stripePaymentIntentId),
    index('payments_unsettled')
      .on(t.checkedAt, t.createdAt)
      .where(sql`status = 'pending' and method = 'stripe'`),
    check('payments_status', oneOf('status', PAYMENT_STATUSES)),
    check('payments_method', oneOf('method', PAYMENT_METHODS)),
    check('payments_amount', sql`${t.amountMinor} > 0`),
    check('payments_paid', sql`${t.status} <> 'succeeded' or num_nulls(${t.paidMinor}, ${t.paidCurrency}) = 0`),
  ],
);

export const refunds = pgTable(
  'refunds',
  {
    id: id(),
    paymentId: uuid('payment_id')
      .notNull()
      .references(() => payments.id, { onDelete: 'restrict' }),
    status: text('status', { enum: REFUND_STATUSES }).notNull().default('pending'),
    amountMinor: minor('amount_minor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    reason: text('reason').notNull(),
    stripeRefundId: text('stripe_refund_id').unique(),
    requestedBy: uuid('requested_by').references(() => users.id, { onDelete: 'set null' }),
    failureReason: text('failure_reason'),
    /** Refunded outside Stripe: a payment outside Stripe, or a refund that failed at Stripe. */
    byHand: boolean('by_hand').notNull().default(false),
    /** When Stripe was last asked about it. */
    checkedAt: time('checked_at'),
    succeededAt: time('succeeded_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index('refunds_pending')
      .on(t.createdAt)
      .where(sql`status = 'pending'`),
    index('refunds_payment').on(t.paymentId),
    check('refunds_status', oneOf('status', REFUND_STATUSES)),
    check('refunds_amount', sql`${t.amountMinor} > 0`),
  ],
);

export const DISPUTE_STATUSES = ['open', 'won', 'lost'] as const;

/** A cardholder disputes a payment at their bank. */
export const disputes = pgTable(
  'disputes',
  {
    id: id(),
    stripeDisputeId: text('stripe_dispute_id').notNull().unique(),
    paymentId: uuid('payment_id')
      .notNull()
      .references(() => payments.id, { onDelete: 'restrict' }),
    status: text('status', { enum: DISPUTE_STATUSES }).notNull().default('open'),
    amountMinor: minor('amount_minor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    reason: text('reason').notNull(),
    evidenceDueAt: time('evidence_due_at'),
    closedAt: time('closed_at'),
    createdAt: createdAt(),
  },
  (t) => [index('disputes_payment').on(t.paymentId), check('disputes_status', oneOf('status', DISPUTE_STATUSES))],
);

/** Numbered documents: a receipt for each payment, a credit note for each refund. One range of numbers per event. */
export const receipts = pgTable(
  'receipts',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    number: integer('number').notNull(),
    kind: text('kind', { enum: ['receipt', 'credit_note'] }).notNull(),
    bookingId: uuid('booking_id')
      .notNull()
      .references(() => bookings.id, { onDelete: 'restrict' }),
    paymentId: uuid('payment_id')
      .unique()
      .references(() => payments.id, { onDelete: 'restrict' }),
    refundId: uuid('refund_id')
      .unique()
      .references(() => refunds.id, { onDelete: 'restrict' }),
    totalMinor: minor('total_minor').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    /** Tax inside the total, by rate. */
    tax: jsonb('tax').$type<{ rateBasisPoints: number; grossMinor: number; taxMinor: number }[]>().notNull(),
    /** The seller at the time of issue: an issued document never changes. */
    seller: jsonb('seller').$type<Seller>().notNull(),
    issuedAt: time('issued_at').notNull(),
  },
  (t) => [
    unique('receipts_number').on(t.eventId, t.number),
    index('receipts_booking').on(t.bookingId),
    check('receipts_kind', oneOf('kind', ['receipt', 'credit_note'])),
    check('receipts_of', sql`num_nonnulls(${t.paymentId}, ${t.refundId}) = 1`),
  ],
);

/** Each of Stripe's events once, stored with the change it caused. */
export const stripeEvents = pgTable(
  'stripe_events',
  {
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    paymentId: uuid('payment_id').references(() => payments.id, { onDelete: 'set null' }),
    outcome: text('outcome').notNull(),
    occurredAt: time('occurred_at').notNull(),
    receivedAt: time('received_at').notNull().defaultNow(),
  },
  (t) => [index('stripe_events_payment').on(t.paymentId)],
);

// ── Tickets ─────────────────────────────────────────────────────────────────

export const TICKET_STATUSES = ['valid', 'cancelled'] as const;

export const tickets = pgTable(
  'tickets',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    bookingId: uuid('booking_id')
      .notNull()
      .references(() => bookings.id, { onDelete: 'restrict' }),
    lineId: uuid('line_id')
      .notNull()
      .references(() => bookingLines.id, { onDelete: 'restrict' }),
    ticketTypeId: uuid('ticket_type_id')
      .notNull()
      .references(() => ticketTypes.id, { onDelete: 'restrict' }),
    /** The place in its booking, counted from 0 in the order of the lines: answers refer to it. */
    position: smallint('position').notNull(),
    /** Eight characters without look-alikes, shown as XXXX-XXXX. */
    number: char('number', { length: 8 }).notNull().unique(),
    status: text('status', { enum: TICKET_STATUSES }).notNull().default('valid'),
    revision: smallint('revision').notNull().default(1),
    keyId: smallint('key_id').notNull(),
    issuedAt: time('issued_at').notNull(),
    attendeeName: text('attendee_name').notNull(),
    /** The person it was transferred to; null while the buyer holds it. */
    holderEmail: text('holder_email'),
    linkVersion: integer('link_version').notNull().default(1),
    /** The event's `ticket_seq` at the last change of this ticket. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    cancelledAt: time('cancelled_at'),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('tickets_seq').on(t.eventId, t.seq),
    index('tickets_names').on(t.eventId, t.attendeeName, t.id),
    unique('tickets_position').on(t.bookingId, t.position),
    index('tickets_type').on(t.ticketTypeId),
    foreignKey({
      columns: [t.eventId, t.keyId],
      foreignColumns: [eventKeys.eventId, eventKeys.keyId],
      name: 'tickets_key',
    }),
    check('tickets_status', oneOf('status', TICKET_STATUSES)),
    check('tickets_revision', sql`${t.revision} >= 1`),
  ],
);

// ── The door ────────────────────────────────────────────────────────────────

export const gates = pgTable(
  'gates',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    position: integer('position').notNull().default(0),
    archivedAt: time('archived_at'),
    createdAt: createdAt(),
  },
  (t) => [unique('gates_name').on(t.eventId, t.name)],
);

/** The types a gate takes; a gate without rows takes all. */
export const gateTicketTypes = pgTable(
  'gate_ticket_types',
  {
    gateId: uuid('gate_id')
      .notNull()
      .references(() => gates.id, { onDelete: 'cascade' }),
    ticketTypeId: uuid('ticket_type_id')
      .notNull()
      .references(() => ticketTypes.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.gateId, t.ticketTypeId] }), index('gate_ticket_types_type').on(t.ticketTypeId)],
);

/** When the event's door is rehearsed, now or recently. The rehearsal itself is in no table. */
export const rehearsals = pgTable(
  'rehearsals',
  {
    eventId: uuid('event_id')
      .primaryKey()
      .references(() => events.id, { onDelete: 'cascade' }),
    since: time('since').notNull(),
    until: time('until').notNull(),
  },
  (t) => [check('rehearsals_times', sql`${t.until} > ${t.since}`)],
);

/**
 * A pairing link for phones at a gate: one code for any number of phones, until the event ends. The code is derived
 * from the row's id and the deployment's secret, so that staff can show it again; only its SHA-256 is stored.
 */
export const pairings = pgTable(
  'pairings',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    gateId: uuid('gate_id').references(() => gates.id, { onDelete: 'set null' }),
    codeHash: bytea('code_hash').notNull().unique(),
    maySell: boolean('may_sell').notNull().default(false),
    maySupervise: boolean('may_supervise').notNull().default(false),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    revokedAt: time('revoked_at'),
  },
  (t) => [index('pairings_event').on(t.eventId)],
);

/** A scanner: a staff member's browser, or a paired phone. */
export const devices = pgTable(
  'devices',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    gateId: uuid('gate_id').references(() => gates.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    /** The account behind it, where there is one. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'set null' }),
    /** SHA-256 of the device's token; null for a browser that uses its account's session. */
    tokenHash: bytea('token_hash').unique(),
    /** The pairing link that it used; its device is a phone without an account. */
    pairingId: uuid('pairing_id').references(() => pairings.id, { onDelete: 'set null' }),
    maySell: boolean('may_sell').notNull().default(false),
    maySupervise: boolean('may_supervise').notNull().default(false),
    createdAt: createdAt(),
    lastSeenAt: time('last_seen_at'),
    revokedAt: time('revoked_at'),
  },
  (t) => [
    index('devices_event').on(t.eventId),
    index('devices_user').on(t.userId),
    index('devices_pairing').on(t.pairingId),
  ],
);

/** Every attempt at a door, refusals too, as the room decided it. */
export const scans = pgTable(
  'scans',
  {
    deviceId: uuid('device_id').notNull(),
    scanId: uuid('scan_id').notNull(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    ticketId: uuid('ticket_id').references(() => tickets.id, { onDelete: 'set null' }),
    gateId: uuid('gate_id').references(() => gates.id, { onDelete: 'set null' }),
    sessionId: uuid('session_id').references(() => eventSessions.id, { onDelete: 'set null' }),
    direction: text('direction', { enum: ['entry', 'exit'] }).notNull(),
    result: text('result').notNull(),
    rawCode: text('raw_code').notNull(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'set null' }),
    deviceName: text('device_name').notNull(),
    gateName: text('gate_name').notNull().default(''),
    scannedAt: time('scanned_at').notNull(),
    decidedAt: time('decided_at').notNull(),
    undoneAt: time('undone_at'),
    undoReason: text('undo_reason'),
    /** The device decided offline: its verdict is what happened. */
    isOffline: boolean('is_offline').notNull().default(false),
    /** A refused scan that a supervisor overrode: `result` stays what it was. */
    overriddenAt: time('overridden_at'),
    overrideReason: text('override_reason'),
    overriddenByDevice: uuid('overridden_by_device'),
    overriddenByUser: uuid('overridden_by_user').references(() => users.id, { onDelete: 'set null' }),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.scanId] }),
    index('scans_event').on(t.eventId, t.decidedAt),
    index('scans_ticket').on(t.ticketId),
    check('scans_direction', oneOf('direction', ['entry', 'exit'])),
  ],
);

/** One stay of a ticket inside. The unique indexes detect what the room must have prevented. */
export const attendance = pgTable(
  'attendance',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    ticketId: uuid('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'restrict' }),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => eventSessions.id, { onDelete: 'restrict' }),
    entryDeviceId: uuid('entry_device_id').notNull(),
    entryScanId: uuid('entry_scan_id').notNull(),
    enteredAt: time('entered_at').notNull(),
    exitedAt: time('exited_at'),
    undoneAt: time('undone_at'),
    /** Re-entry was off when this entry was decided: no second one may exist beside it. */
    onlyEntry: boolean('only_entry').notNull(),
    /** A device admitted by itself a ticket that the room would have refused: stored and counted beside the rest. */
    isConflict: boolean('is_conflict').notNull().default(false),
  },
  (t) => [
    uniqueIndex('attendance_one_live')
      .on(t.ticketId, t.sessionId)
      .where(sql`exited_at is null and undone_at is null and not is_conflict`),
    uniqueIndex('attendance_only_entry')
      .on(t.ticketId, t.sessionId)
      .where(sql`only_entry and undone_at is null and not is_conflict`),
    unique('attendance_scan').on(t.entryDeviceId, t.entryScanId),
    index('attendance_event').on(t.eventId, t.enteredAt),
    index('attendance_session').on(t.sessionId),
  ],
);

/** Two entries that can't both be right, open until someone closes it. */
export const doorConflicts = pgTable(
  'door_conflicts',
  {
    id: id(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    ticketId: uuid('ticket_id').references(() => tickets.id, { onDelete: 'set null' }),
    deviceId: uuid('device_id').notNull(),
    scanId: uuid('scan_id').notNull(),
    /** The device of the entry that stood in its way, where there is one. */
    otherDeviceId: uuid('other_device_id'),
    reason: text('reason').notNull(),
    noticedAt: time('noticed_at').notNull(),
    closedAt: time('closed_at'),
    closedBy: uuid('closed_by').references(() => users.id, { onDelete: 'set null' }),
    closedByDevice: uuid('closed_by_device'),
  },
  (t) => [
    unique('door_conflicts_scan').on(t.deviceId, t.scanId),
    index('door_conflicts_event').on(t.eventId, t.noticedAt),
  ],
);

// ── What must be announced ──────────────────────────────────────────────────

export const OUTBOX_LANES = ['mail', 'stripe', 'webhook'] as const;
/** Overtaken: at the time of sending there was nothing left to say. */
export const OUTBOX_STATES = ['pending', 'sent', 'failed', 'overtaken'] as const;

/** Written in the transaction that causes it; drained by Postman, at least once. */
export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    lane: text('lane', { enum: OUTBOX_LANES }).notNull(),
    kind: text('kind').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    recipient: text('recipient'),
    locale: text('locale').notNull().default('en'),
    eventId: uuid('event_id').references(() => events.id, { onDelete: 'set null' }),
    bookingId: uuid('booking_id').references(() => bookings.id, { onDelete: 'set null' }),
    state: text('state', { enum: OUTBOX_STATES }).notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: time('next_attempt_at').notNull().defaultNow(),
    leasedUntil: time('leased_until'),
    lastError: text('last_error'),
    sentAt: time('sent_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index('outbox_due')
      .on(t.lane, t.nextAttemptAt)
      .where(sql`state = 'pending'`),
    index('outbox_newest').on(t.lane, t.createdAt, t.id),
    index('outbox_booking').on(t.bookingId),
    index('outbox_event').on(t.eventId),
    check('outbox_lane', oneOf('lane', OUTBOX_LANES)),
    check('outbox_state', oneOf('state', OUTBOX_STATES)),
  ],
);

export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    at: time('at').notNull().defaultNow(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'set null' }),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    eventId: uuid('event_id').references(() => events.id, { onDelete: 'set null' }),
    before: jsonb('before'),
    after: jsonb('after'),
  },
  (t) => [
    index('audit_log_newest').on(t.at, t.id),
    index('audit_log_event').on(t.eventId, t.at),
    index('audit_log_user').on(t.userId),
    index('audit_log_subject').on(t.subjectType, t.subjectId),
  ],
);
