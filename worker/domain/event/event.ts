import type { Quota } from './inventory.ts';
import type { Question } from './question.ts';

export type EventStatus = 'draft' | 'published' | 'cancelled' | 'archived';

/** The fields that staff edit; everything else about an event is derived. */
export interface EventFields {
  title: string;
  slug: string;
  summary: string;
  description: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  venueName: string;
  venueAddress: string;
  city: string;
  latitude: number | null;
  longitude: number | null;
  onlineUrl: string | null;
  category: string;
  kind: string;
  tags: string[];
  organizerName: string;
  contactEmail: string | null;
  links: { label: string; url: string }[];
  refundPolicy: string;
  terms: string;
  bannerImageId: string | null;
  accent: string;
  currency: string;
  bookingOpensAt: Date | null;
  bookingClosesAt: Date | null;
  perPersonLimit: number;
  holdMinutes: number;
  attendeeNames: 'buyer' | 'each';
  availabilityShown: 'never' | 'few' | 'always';
  feeFixedMinor: number;
  feeBasisPoints: number;
  feePaidBy: 'buyer' | 'organizer';
  /** Buyers may choose to pay at the door, until then (null: until the event ends). */
  atDoorPayment: boolean;
  atDoorUntil: Date | null;
  waitingList: boolean;
  /** Buyers may cancel until so many hours before the start (null: not at all); then the fee that is kept. */
  cancelUntilHours: number | null;
  cancelFeeFixedMinor: number;
  cancelFeeBasisPoints: number;
  reEntry: boolean;
  houseCapacity: number | null;
}

export interface EventRecord extends EventFields {
  id: string;
  status: EventStatus;
  version: number;
  publishedAt: Date | null;
  cancelledAt: Date | null;
  /** Chosen when the event was cancelled: whether buyers are refunded, and a message to attendees. */
  cancelRefunds: boolean;
  cancelMessage: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface SessionRecord {
  id: string;
  name: string;
  startsAt: Date;
  endsAt: Date;
}

/** A session of a stored event. */
export interface KeptSession extends SessionRecord {
  /** A ticket was admitted to it. */
  hasEntries: boolean;
}

export interface QuotaRecord extends Quota {
  name: string;
}

/** The fields of a ticket type that staff edit. */
export interface TicketTypeFields {
  name: string;
  description: string;
  priceMinor: number;
  payWhatYouWant: boolean;
  taxRateBasisPoints: number;
  saleStartsAt: Date | null;
  saleEndsAt: Date | null;
  minPerBooking: number;
  maxPerBooking: number | null;
  hidden: boolean;
  /** Tickets per unit: 1, or more for a bundle. */
  places: number;
  validFrom: Date | null;
  validUntil: Date | null;
  doorNote: string;
}

export interface TicketTypeRecord extends TicketTypeFields {
  id: string;
  /** Contained in QR codes: never changes, never reused. */
  index: number;
  position: number;
  quotaIds: string[];
  /** The sessions that it admits to; empty: all. */
  sessionIds: string[];
  /** A type of which the same booking must include at least one. */
  requiresTypeId: string | null;
  archivedAt: Date | null;
  /** Places in bookings that wait for a card payment, and places that have tickets. */
  held: number;
  sold: number;
}

export interface GateRecord {
  id: string;
  name: string;
  ticketTypeIds: string[];
}

/** An event with all its parts; archived types are among the types. */
export interface FullEvent {
  event: EventRecord;
  sessions: KeptSession[];
  quotas: QuotaRecord[];
  ticketTypes: TicketTypeRecord[];
  gates: GateRecord[];
  /** Current questions, in order. */
  questions: Question[];
  hasBookings: boolean;
  /** A coupon in use is worth an amount in the event's currency, or asks for one. */
  hasCouponAmounts: boolean;
  /** When the next hold of the event ends. */
  nextHoldEndsAt: Date | null;
}

export function phaseOf(event: { startsAt: Date; endsAt: Date }, now: Date): 'upcoming' | 'live' | 'ended' {
  if (now < event.startsAt) return 'upcoming';
  return now < event.endsAt ? 'live' : 'ended';
}

/** Words that are used where an event's slug would be. */
const RESERVED: ReadonlySet<string> = new Set(['staff', 'new', 'book']);
/** A slug that looks like an id would never be found: addresses accept either. */
const LIKE_AN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const isReserved = (slug: string) => RESERVED.has(slug) || LIKE_AN_ID.test(slug);

/** The part of an address that names an event: `Été à Zürich!` becomes `ete-a-zurich`. */
export function slugFrom(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug.length >= 2 && !isReserved(slug) ? slug : 'event';
}

/** The parts that an event lacks before it can be published. */
export function missingForPublishing({ event, ticketTypes }: FullEvent, now: Date): string[] {
  const missing: string[] = [];
  const types = ticketTypes.filter((type) => !type.archivedAt);
  if (types.length === 0) missing.push('ticket_types');
  if (event.kind !== 'online' && !event.venueName) missing.push('venue');
  if (event.kind !== 'in_person' && !event.onlineUrl) missing.push('online_url');
  if (event.endsAt <= now) missing.push('end_in_the_future');
  return missing;
}
