import type { EventPublic, EventSummary } from '#contract/event/public-event.ts';
import type { EventStaff, EventStaffSummary } from '#contract/event/event.ts';
import type { TicketTypePublic } from '#contract/event/ticket-type.ts';
import type { Deps, ListedEvent, ListedForStaff } from '../../deps.ts';
import {
  phaseOf,
  type EventRecord,
  type FullEvent,
  type QuotaRecord,
  type TicketTypeRecord,
} from '#domain/event/event.ts';
import { bookableAlone } from '#domain/event/bookable-alone.ts';
import { availabilityFor, overall, salePhase, shownLeft, type Quota } from '#domain/event/inventory.ts';
import { priceOfOne } from '#domain/price.ts';
import { postalAddress } from '#domain/event/postal-address.ts';
import { renderMarkdown } from './markdown.ts';

const iso = (time: Date | null) => time && time.toISOString();
export const imageUrl = (id: string | null) => id && `/api/v1/images/${id}`;
const stockOf = (quotas: readonly QuotaRecord[]) =>
  new Map<string, Quota>(quotas.map((quota) => [quota.id, { ...quota }]));
const offered = (types: readonly TicketTypeRecord[]) => types.filter((type) => !type.archivedAt && !type.hidden);
const availabilityOf = (stock: Map<string, Quota>, type: TicketTypeRecord) =>
  availabilityFor(stock, [{ quotaIds: type.quotaIds, places: type.places }]);
const money = (amount: number, event: EventRecord) => ({ amount, currency: event.currency });

export function viewSummary(
  { event, ticketTypes, quotas }: Pick<ListedEvent, 'event' | 'ticketTypes' | 'quotas'>,
  now: Date,
): EventSummary {
  const stock = stockOf(quotas);
  const types = offered(ticketTypes);
  const onSale = types.filter((type) => salePhase(type, now) !== 'ended');
  const priced = onSale.length > 0 ? onSale : types;
  const pricesOf = (some: readonly TicketTypeRecord[]) => some.map((type) => priceOfOne(type.priceMinor, event));
  return {
    id: event.id,
    slug: event.slug,
    title: event.title,
    summary: event.summary,
    status: event.status,
    phase: phaseOf(event, now),
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt.toISOString(),
    timeZone: event.timeZone,
    venueName: event.venueName,
    city: event.city,
    category: event.category,
    kind: event.kind,
    organizerName: event.organizerName,
    accent: event.accent,
    bannerUrl: imageUrl(event.bannerImageId),
    priceFrom: priced.length > 0 ? money(Math.min(...pricesOf(bookableAlone(priced))), event) : null,
    priceTo: priced.length > 0 ? money(Math.max(...pricesOf(priced)), event) : null,
    availability: overall(types.map((type) => availabilityOf(stock, type))),
  };
}

export function viewPublic(
  fullEvent: FullEvent,
  now: Date,
  site: { baseUrl: string; paymentAvailable: boolean },
): EventPublic {
  const { event } = fullEvent;
  const atDoor = event.atDoorPayment ? (event.atDoorUntil ?? event.endsAt) : null;
  return {
    ...viewSummary(fullEvent, now),
    url: `${site.baseUrl}/events/${event.slug}`,
    descriptionHtml: renderMarkdown(event.description),
    venueAddress: postalAddress(event),
    latitude: event.latitude,
    longitude: event.longitude,
    // The address of an online event is for ticket holders.
    onlineUrl: null,
    tags: event.tags,
    contactEmail: event.contactEmail,
    links: event.links,
    refundPolicy: event.refundPolicy,
    terms: event.terms,
    currency: event.currency,
    bookingOpensAt: iso(event.bookingOpensAt),
    bookingClosesAt: (event.bookingClosesAt ?? event.endsAt).toISOString(),
    perPersonLimit: event.perPersonLimit,
    holdMinutes: event.holdMinutes,
    buyerFee: buyerFeeOf(event),
    attendeeNames: event.attendeeNames,
    sessions: fullEvent.sessions.map(viewSession),
    ticketTypes: viewTypes(fullEvent, now, (type) => !type.hidden),
    questions: fullEvent.questions.map(viewQuestion),
    paymentAvailable: site.paymentAvailable,
    atDoor: atDoor && now < atDoor ? { until: atDoor.toISOString() } : null,
    waitingList: event.waitingList,
    cancellation: cancellationOf(event),
    serverTime: now.toISOString(),
  };
}

function buyerFeeOf(event: EventRecord): EventPublic['buyerFee'] {
  const isBuyers = event.feePaidBy === 'buyer';
  return { fixed: money(isBuyers ? event.feeFixedMinor : 0, event), basisPoints: isBuyers ? event.feeBasisPoints : 0 };
}

/** Ticket types as the public sees them: all that are visible, or the hidden ones that a code reveals. */
export function viewTypes(
  fullEvent: FullEvent,
  now: Date,
  isShown: (type: TicketTypeRecord) => boolean,
): TicketTypePublic[] {
  const stock = stockOf(fullEvent.quotas);
  return fullEvent.ticketTypes
    .filter((type) => !type.archivedAt && isShown(type))
    .map((type) => viewType(type, fullEvent, { stock, now }));
}

const viewQuestion = (question: FullEvent['questions'][number]) => ({
  ...question,
  options: [...question.options],
  ticketTypeIds: [...question.ticketTypeIds],
});

function cancellationOf(event: EventRecord): EventPublic['cancellation'] {
  if (event.cancelUntilHours === null) return null;
  return {
    until: new Date(event.startsAt.getTime() - event.cancelUntilHours * 3_600_000).toISOString(),
    feeFixed: money(event.cancelFeeFixedMinor, event),
    feeBasisPoints: event.cancelFeeBasisPoints,
  };
}

const viewSession = (session: FullEvent['sessions'][number]) => ({
  id: session.id,
  name: session.name,
  startsAt: session.startsAt.toISOString(),
  endsAt: session.endsAt.toISOString(),
});

function viewType(
  type: TicketTypeRecord,
  { event, nextHoldEndsAt }: FullEvent,
  { stock, now }: { stock: Map<string, Quota>; now: Date },
): TicketTypePublic {
  const price = priceOfOne(type.priceMinor, event);
  const availability = availabilityOf(stock, type);
  return {
    id: type.id,
    name: type.name,
    description: type.description,
    price: money(price, event),
    feeIncluded: money(price - type.priceMinor, event),
    payWhatYouWant: type.payWhatYouWant,
    taxRateBasisPoints: type.taxRateBasisPoints,
    places: type.places,
    sessionIds: type.sessionIds,
    requiresTypeId: type.requiresTypeId,
    minPerBooking: type.minPerBooking,
    maxPerBooking: Math.min(type.maxPerBooking ?? event.perPersonLimit, event.perPersonLimit),
    saleStartsAt: iso(type.saleStartsAt),
    saleEndsAt: iso(type.saleEndsAt),
    sale: salePhase(type, now),
    availability,
    left: shownLeft(stock, type, event.availabilityShown),
    nextReleaseAt: availability === 'held' ? iso(nextHoldEndsAt) : null,
  };
}

export function viewStaff(fullEvent: FullEvent, now: Date, seals: Deps['seals']): EventStaff {
  const { event } = fullEvent;
  return {
    ...event,
    phase: phaseOf(event, now),
    category: event.category as EventStaff['category'],
    kind: event.kind as EventStaff['kind'],
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt.toISOString(),
    bookingOpensAt: iso(event.bookingOpensAt),
    bookingClosesAt: iso(event.bookingClosesAt),
    atDoorUntil: iso(event.atDoorUntil),
    bannerUrl: imageUrl(event.bannerImageId),
    sessions: fullEvent.sessions.map(viewSession),
    quotas: fullEvent.quotas,
    ticketTypes: fullEvent.ticketTypes.filter((type) => !type.archivedAt).map((type) => viewStaffType(type, event)),
    gates: fullEvent.gates,
    questions: fullEvent.questions.map(viewQuestion),
    publishedAt: iso(event.publishedAt),
    cancelledAt: iso(event.cancelledAt),
    createdAt: event.createdAt.toISOString(),
    updatedAt: event.updatedAt.toISOString(),
    previewToken: seals.linkToken({ scope: 'preview', id: event.id, version: 1 }),
  };
}

function viewStaffType(type: TicketTypeRecord, event: EventRecord): EventStaff['ticketTypes'][number] {
  const { archivedAt: _archived, position: _position, ...fields } = type;
  return {
    ...fields,
    price: money(priceOfOne(type.priceMinor, event), event),
    saleStartsAt: iso(type.saleStartsAt),
    saleEndsAt: iso(type.saleEndsAt),
    validFrom: iso(type.validFrom),
    validUntil: iso(type.validUntil),
  };
}

/** A quota that every type draws on is the venue's capacity; without one the quotas add up. Null: no limit. */
function capacityOf({ quotas, ticketTypes }: ListedForStaff): number | null {
  const types = ticketTypes.filter((type) => !type.archivedAt);
  const drawn = quotas.filter(({ id }) => types.some((type) => type.quotaIds.includes(id)));
  const drawnByAll = drawn.filter(({ id }) => types.every((type) => type.quotaIds.includes(id)));
  const sizes = drawnByAll.flatMap(({ size }) => size ?? []);
  if (sizes.length > 0) return Math.min(...sizes);
  if (drawn.length === 0 || drawn.some(({ size }) => size === null)) return null;
  return drawn.reduce((sum, { size }) => sum + (size ?? 0), 0);
}

export function viewStaffSummary(listed: ListedForStaff, now: Date): EventStaffSummary {
  return {
    ...viewSummary(listed, now),
    version: listed.event.version,
    capacity: capacityOf(listed),
    sold: listed.sold,
    held: listed.held,
    checkedIn: listed.checkedIn,
    revenue: money(listed.revenueMinor, listed.event),
    contested: money(listed.contestedMinor, listed.event),
  };
}
