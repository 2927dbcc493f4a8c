import type { SignedIn } from '#domain/account/caller.ts';
import type { Decision, EventChange } from '#domain/event/edit.ts';
import type {
  EventFields,
  EventRecord,
  EventStatus,
  EventWhole,
  QuotaRecord,
  SessionRecord,
  TicketTypeRecord,
} from '#domain/event/event.ts';
import type { Organization, OrganizationFields } from '#domain/organization/organization.ts';
import type { Permission, Role, StaffRole } from '#domain/account/permission.ts';
import type { Outcome } from '#domain/refusal.ts';

/* The office: accounts, staff, events, images, audit. */

export interface OfficeDeps {
  users: UserStore;
  accounts: Accounts;
  rateLimits: RateLimitStore;
  idempotency: IdempotencyStore;
  staff: StaffStore;
  settings: SettingsStore;
  events: EventStore;
  listing: ListingStore;
  images: ImageStore;
  overview: OverviewStore;
  verify: VerifyStore;
  /** Which outside parts are set up. */
  configured: { stripe: boolean; mail: boolean };
}

/** The actor, as the audit log will name them. */
export interface Actor {
  userId: string | null;
  name: string;
}
export interface AuditEntry {
  id: string;
  at: Date;
  by: Actor;
  action: string;
  subjectType: string;
  subjectId: string;
  eventId: string | null;
  before: unknown;
  after: unknown;
}

export interface NewEvent {
  id: string;
  fields: Partial<EventFields> & Pick<EventFields, 'title' | 'slug' | 'startsAt' | 'endsAt' | 'timeZone' | 'currency'>;
  key: { publicKey: Uint8Array; privateKeySealed: Uint8Array };
  sessions: SessionRecord[];
  /** Types and gates it begins with. */
  change?: EventChange;
}

/** One row for the deployment. Every change is one transaction: locked, decided, written, audited. */
export interface SettingsStore {
  find(): Promise<Organization>;
  change(
    decide: (before: Organization) => Outcome<{ change: Partial<OrganizationFields> }>,
    by: Actor,
  ): Promise<Outcome<{ settings: Organization }>>;
}

/** Events with what hangs on them. Every change is one transaction: locked, loaded, decided, written, audited. */
export interface EventStore {
  find(idOrSlug: string): Promise<EventWhole | null>;
  /** All parts as of one moment, whatever changes meanwhile. */
  snapshot(eventId: string): Promise<EventWhole | null>;
  create(event: NewEvent, by: Actor): Promise<Outcome<{ whole: EventWhole }>>;
  change(
    eventId: string,
    decide: (whole: EventWhole) => Decision,
    by: Actor & { action: string },
  ): Promise<Outcome<{ whole: EventWhole }>>;
  /** `decide` also sees the names of the staff who are limited to this event alone, locked. */
  remove(
    eventId: string,
    decide: (whole: EventWhole, onlyHere: string[]) => Outcome<object>,
    by: Actor,
  ): Promise<Outcome<object>>;
}

export interface PublicFilter {
  q?: string;
  category?: string;
  city?: string;
  from?: Date;
  to?: Date;
  free?: boolean;
  maxPriceMinor?: number;
  past: boolean;
  sort: 'soonest' | 'newest' | 'title';
  limit: number;
  cursor: ListingCursor | null;
}
export interface StaffFilter {
  q?: string;
  status?: EventStatus;
  /** Upcoming and current events, soonest first; otherwise all, latest first. */
  upcoming: boolean;
  /** Null: all events. */
  eventIds: readonly string[] | null;
  limit: number;
  cursor: ListingCursor | null;
}
/** The sort value and id of the last item of the page before. */
export interface ListingCursor {
  value: string;
  id: string;
}
export interface ListedEvent {
  event: EventRecord;
  ticketTypes: TicketTypeRecord[];
  quotas: QuotaRecord[];
  /** The cursor of the next page. */
  cursor: ListingCursor;
}
export interface ListedForStaff extends ListedEvent {
  sold: number;
  held: number;
  checkedIn: number;
  /** Less what went back and what banks took back; and what of it is contested. */
  revenueMinor: number;
  contestedMinor: number;
}
export interface ListingStore {
  listPublic(filter: PublicFilter): Promise<ListedEvent[]>;
  listForStaff(filter: StaffFilter): Promise<ListedForStaff[]>;
  /** Published and not over for more than 12 hours, the soonest first; null: of all events. */
  listForDoor(eventIds: string[] | null): Promise<EventRecord[]>;
}

export interface StaffRecord {
  id: string;
  name: string;
  email: string;
  role: Role;
  granted: Permission[];
  denied: Permission[];
  /** Null: all events. */
  eventIds: string[] | null;
  createdAt: Date;
}
export interface StaffChange {
  role?: Role;
  granted?: Permission[];
  denied?: Permission[];
  eventIds?: string[] | null;
}
export interface StaffStore {
  list(): Promise<StaffRecord[]>;
  /** An account of that address becomes staff, or a new one is made; either way an invitation is mailed. */
  invite(
    person: { name: string; email: string; role: StaffRole },
    decide: (existing: StaffRecord | null) => Outcome<object>,
    by: Actor,
  ): Promise<Outcome<{ member: StaffRecord }>>;
  /** `decide` sees the person and how many super admins there are, both locked. */
  change(
    wanted: { userId: string; change: StaffChange },
    decide: (before: StaffRecord, superAdmins: number) => Outcome<{ change: StaffChange }>,
    by: Actor,
  ): Promise<Outcome<{ member: StaffRecord }>>;
}

export interface ImageFound {
  contentType: string;
  body: Uint8Array | ReadableStream;
}
export interface ImageStore {
  save(image: {
    id: string;
    contentType: string;
    width: number;
    height: number;
    bytes: Uint8Array;
    uploadedBy: string;
  }): Promise<void>;
  find(id: string): Promise<ImageFound | null>;
}

/** Figures over all events, or over those named. */
export interface OverviewStore {
  stats(eventIds: readonly string[] | null): Promise<OverviewStats>;
  /** Bookings with refunds that failed or disputes that are open, the newest first. */
  troubled(eventIds: readonly string[] | null): Promise<TroubledBooking[]>;
  activity(
    eventIds: readonly string[] | null,
    page: { limit: number; before: { at: string; id: string } | null },
  ): Promise<ActivityRecord[]>;
  /** Events whose box office has something to do, for the heartbeat; and what else it looks after. */
  eventsWithDueHolds(limit: number): Promise<string[]>;
  eventsAtTheDoor(limit: number): Promise<string[]>;
  /** Whether the database answers and its tables are there. */
  isReady(): Promise<boolean>;
}
export interface TroubledBooking {
  /** Stripe could not pay it back; to be handed over; waited for a bank, which has decided for us; a bank is asking. */
  kind: 'refund_failed' | 'refund_owed' | 'refund_due' | 'dispute_open';
  bookingId: string;
  eventId: string;
  /** As it is kept, without its hyphen. */
  reference: string;
  buyerName: string;
}
/** Something that is not as the rows say that it should be. */
export interface Drift {
  check: string;
  eventId: string;
  /** The quota, coupon, booking, line, payment, refund, receipt or event. */
  subjectId: string;
  expected: string;
  found: string;
}
export interface VerifyStore {
  findDrifts(): Promise<Drift[]>;
  /** Whether the last check is more than a day old. */
  isDue(): Promise<boolean>;
  note(entry: AuditEntry): Promise<void>;
}
export interface OverviewStats {
  published: number;
  drafts: number;
  upcoming: number;
  confirmed: number;
  pending: number;
  /** They have their tickets, and owe the money for them. */
  dueAtDoor: number;
  ticketsSold: number;
  checkedIn: number;
  revenue: { amount: number; currency: string }[];
  /** Part of the revenue that banks have yet to decide about. */
  contested: { amount: number; currency: string }[];
  mailPending: number;
  mailFailed: number;
  doorConflicts: number;
  /** How many of each; kinds of which there is none are missing. */
  troubles: Partial<Record<TroubledBooking['kind'], number>>;
  /** The mismatches found by the last check of the books; 0 for staff limited to some events. */
  booksDrifts: number;
}
export interface ActivityRecord {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subjectType: string;
  subjectId: string;
  eventId: string | null;
  eventTitle: string | null;
}

export type AccountVerb =
  | 'sign-up/email'
  | 'sign-in/email'
  | 'sign-in/social'
  | 'sign-out'
  | 'revoke-sessions'
  | 'request-password-reset'
  | 'reset-password'
  | 'change-password';
export type AccountAnswer = Outcome<{ cookies: string[]; answer: Record<string, unknown> }>;

/** Sign-up, sign-in and all around it. Mails are rows of the outbox, written with what causes them. */
export interface Accounts {
  providers: readonly string[];
  /** The headers carry the session's cookie and who the client is. */
  call(verb: AccountVerb, body: object, headers: Headers): Promise<AccountAnswer>;
  /** A social provider sends the browser back. */
  handleRedirect(request: Request): Promise<Response>;
  sendVerification(userId: string): Promise<void>;
  confirmAddress(userId: string, token: string): Promise<Outcome<object>>;
  requestAddressChange(userId: string, change: { newEmail: string; password: string }): Promise<Outcome<object>>;
  updateProfile(userId: string, profile: { name?: string; locale?: string }): Promise<void>;
}

export interface RateLimit {
  name: string;
  subject: string;
  most: number;
  perSeconds: number;
}
export interface RateLimitStore {
  /** Counts one against each; the seconds to wait where one is passed, else null. */
  count(limits: RateLimit[]): Promise<number | null>;
  /** Throws away windows, links, keys and sessions that are over. */
  forgetEnded(): Promise<void>;
}

/** A call with a key of its caller's making. */
export interface KeyedCall {
  caller: string;
  key: string;
  requestHash: string;
}
export interface KeptAnswer {
  status: number;
  body: string;
}
/** The first call holds the key until it is stored or released; a call that never returns holds it for a minute. */
export interface IdempotencyStore {
  begin(
    call: KeyedCall,
  ): Promise<{ state: 'begun'; mark: string } | { state: 'done'; answer: KeptAnswer } | { state: 'busy' | 'other' }>;
  keep(call: KeyedCall, mark: string, answer: KeptAnswer): Promise<void>;
  release(call: KeyedCall, mark: string): Promise<void>;
}

export interface UserStore {
  /** The account of this session, with everything a permission check needs, in one query; null when it has ended. */
  findBySession(token: string): Promise<SignedIn | null>;
}
