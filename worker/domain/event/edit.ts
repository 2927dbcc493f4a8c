import {
  isReserved,
  missingForPublishing,
  type EventFields,
  type EventStatus,
  type FullEvent,
  type GateRecord,
  type QuotaRecord,
  type SessionRecord,
  type TicketTypeFields,
  type TicketTypeRecord,
} from './event.ts';
import { fitSessions, followTimes, type Validity } from './follow-times.ts';
import { toDecimal } from '../money.ts';
import type { Question } from './question.ts';
import { priceOfOne } from '../price.ts';
import type { FieldFault } from '../field-fault.ts';
import { refusal, type Outcome, type Refusal } from '../refusal.ts';
import { chargeStepMinor, minimumChargeMinor } from '../stripe-amount.ts';
import { losesSession, saveSessions, type SessionWanted } from './sessions.ts';
import { unevenAmount } from '../uneven-amount.ts';

/** The changes that a decision wants written; absent parts stay as they are. */
export interface EventChange {
  fields?: Partial<EventFields>;
  status?: EventStatus;
  /** All sessions, new ones included. */
  sessions?: SessionRecord[];
  removedSessionIds?: string[];
  /** The validity of types that followed the event's times. */
  validity?: Validity[];
  /** Bookings that may be paid at the door until then: their holds follow the event's times. */
  payableAtDoorUntil?: Date;
  quotas?: QuotaChange[];
  ticketTypes?: TicketTypeChange[];
  /** Types that are no longer offered. */
  archivedTypeIds?: string[];
  removedQuotaIds?: string[];
  gates?: GateRecord[];
  /** All current questions, in order. */
  questions?: Question[];
  /** The email to attendees when the event is cancelled. */
  cancellation?: { cancelRefunds: boolean; cancelMessage: string };
}
export type QuotaChange = Omit<QuotaRecord, 'offered'>;
export type TicketTypeChange = Omit<TicketTypeRecord, 'archivedAt' | 'held' | 'sold'>;
export type Decision = Outcome<{ change: EventChange }>;

const field = (path: string, message: string, fault: Partial<FieldFault> = {}) =>
  refusal('invalid_request', { fields: [{ path, message, reason: 'invalid', ...fault } satisfies FieldFault] });
const EARLY = { reason: 'too_early' } as const;

function guardEditable({ event }: FullEvent, version: number | null): Outcome<object> {
  if (version !== null && version !== event.version) return refusal('version_conflict', { version: event.version });
  if (event.status === 'cancelled' || event.status === 'archived')
    return refusal('event_not_editable', { status: event.status });
  return { ok: true };
}

/** The fields that an edit changes, and all sessions where it names them; otherwise they follow the event's times. */
export type EventEdit = Partial<EventFields> & { sessions?: SessionWanted[] };

export function editEvent(fullEvent: FullEvent, version: number, { sessions: wanted, ...fields }: EventEdit): Decision {
  const guard = guardEditable(fullEvent, version);
  if (!guard.ok) return guard;
  if (fields.slug && isReserved(fields.slug)) return refusal('slug_taken', { slug: fields.slug });
  const after = { ...fullEvent.event, ...fields };
  if (after.endsAt <= after.startsAt) return field('endsAt', 'Must be after the start', EARLY);
  if (after.bookingOpensAt && after.bookingClosesAt && after.bookingClosesAt <= after.bookingOpensAt)
    return field('bookingClosesAt', 'Must be after bookings open', EARLY);
  if (after.currency !== fullEvent.event.currency) {
    if (fullEvent.hasBookings) return refusal('event_not_editable', { field: 'currency' });
    // The coupons are on another page, where their amounts would go on as those of the new currency.
    if (fullEvent.hasCouponAmounts) return refusal('event_has_coupons', { field: 'currency' });
  }
  const unpayable = refuseCancelFee(fields, after);
  if (unpayable) return unpayable;
  const offered = fullEvent.ticketTypes.filter((type) => !type.archivedAt);
  const uncharged = refusePrices(offered, after, changedPrice(fields) ?? 'currency');
  if (uncharged && changedPrice(fields)) return uncharged;
  const followed = followTimes(fullEvent, after, fields);
  const saved = wanted ? saveSessions(fullEvent, wanted, after) : fitSessions(fullEvent, after, followed);
  if (!saved.ok) return saved;
  const { fields: all } = followed;
  const payable = all.endsAt !== undefined || all.atDoorUntil !== undefined;
  return {
    ok: true,
    change: {
      fields: all,
      ...((wanted || followed.isMoved) && {
        sessions: saved.sessions,
        removedSessionIds: saved.removedSessionIds,
        validity: followed.validity,
      }),
      ...(payable && { payableAtDoorUntil: { ...after, ...all }.atDoorUntil ?? after.endsAt }),
    },
  };
}

const changedPrice = (fields: Partial<EventFields>) =>
  (['currency', 'feeFixedMinor', 'feeBasisPoints', 'feePaidBy'] as const).find((name) => fields[name] !== undefined);

/** Stripe refunds the remainder, so the fee must fit its steps. */
function refuseCancelFee(fields: Partial<EventFields>, { cancelFeeFixedMinor, currency }: EventFields): Refusal | null {
  const path = (['cancelFeeFixedMinor', 'currency'] as const).find((name) => fields[name] !== undefined);
  return path && cancelFeeFixedMinor ? unevenAmount(path, cancelFeeFixedMinor, currency) : null;
}

type Priced = Pick<TicketTypeFields, 'priceMinor' | 'minPerBooking'>;

/** Refused where it is set, not at checkout: a price that cards can't be charged with its fee. */
function refusePrices(types: Priced[], event: EventFields, path: string | ((at: number) => string)): Refusal | null {
  const { currency } = event;
  const pathOf = (at: number) => (typeof path === 'string' ? path : path(at));
  const inWords = (amount: number) => `${toDecimal({ amount, currency })} ${currency}`;
  const step = chargeStepMinor(currency);
  const uneven = types.findIndex(({ priceMinor }) => priceOfOne(priceMinor, event) % step !== 0);
  if (uneven !== -1) {
    const message = `A price with its fee must be a multiple of ${inWords(step)}`;
    return field(pathOf(uneven), message, { reason: 'uneven', step: { amount: step, currency } });
  }
  const minimum = minimumChargeMinor(currency);
  // The lowest payment is the minimum quantity of one type on its own.
  const leastOf = (type: Priced) => priceOfOne(type.priceMinor, event) * Math.max(1, type.minPerBooking);
  const low = types.flatMap((type, at) => (type.priceMinor > 0 && leastOf(type) < minimum ? [pathOf(at)] : []));
  if (low.length === 0) return null;
  const message = `The least that can be charged is ${inWords(minimum)}`;
  return refusal('price_below_minimum', {
    minimum: { amount: minimum, currency },
    fields: [...new Set(low)].map((at) => ({ path: at, message })),
  });
}

export interface TypeWanted extends TicketTypeFields {
  id?: string;
  key?: string;
  requires?: string | null;
  quotas: string[];
  /** The sessions that it admits to, none for all; absent, they stay. */
  sessionIds?: string[];
}

export interface TypesWanted {
  version: number;
  quotas: { id?: string; key?: string; name: string; size: number | null }[];
  ticketTypes: TypeWanted[];
}

/** All quotas and types together. `newId` creates the ids of new ones. */
export function saveTicketTypes(fullEvent: FullEvent, wanted: TypesWanted, newId: () => string): Decision {
  const guard = guardEditable(fullEvent, wanted.version);
  if (!guard.ok) return guard;
  const uncharged = refusePrices(wanted.ticketTypes, fullEvent.event, (at) => `ticketTypes.${at}.priceMinor`);
  if (uncharged) return uncharged;
  const named = nameQuotas(fullEvent, wanted, newId);
  if (!named.ok) return named;
  const types = nameTypes(fullEvent, wanted, { idOf: named.idOf, newId });
  if (!types.ok) return types;
  const kept = new Set(types.ticketTypes.map((type) => type.id));
  const archivedTypeIds = fullEvent.ticketTypes
    .filter((type) => !type.archivedAt && !kept.has(type.id))
    .map((type) => type.id);
  const quotas = named.quotas.map((quota) => ({ ...quota, ...drawnFrom(quota.id, fullEvent, types.ticketTypes) }));
  const wantedIds = new Set(quotas.map((quota) => quota.id));
  const removed = fullEvent.quotas.filter((quota) => !wantedIds.has(quota.id));
  const tooSmall = [
    ...quotas.filter((quota) => quota.size !== null && quota.held + quota.sold > quota.size),
    ...removed.filter((quota) => total(drawnFrom(quota.id, fullEvent, types.ticketTypes)) > 0),
  ];
  if (tooSmall.length > 0)
    return refusal('quota_below_sold', {
      quotas: tooSmall.map(({ id, name, held, sold }) => ({ id, name, held, sold })),
    });
  const removedQuotaIds = removed.map((quota) => quota.id);
  return { ok: true, change: { quotas, ticketTypes: types.ticketTypes, archivedTypeIds, removedQuotaIds } };
}

const total = (count: { held: number; sold: number }) => count.held + count.sold;

function nameQuotas(fullEvent: FullEvent, wanted: TypesWanted, newId: () => string) {
  const idOf = new Map<string, string>();
  const quotas: { id: string; name: string; size: number | null }[] = [];
  for (const [at, quota] of wanted.quotas.entries()) {
    if (quota.id && !fullEvent.quotas.some((known) => known.id === quota.id))
      return field(`quotas.${at}.id`, 'No such quota in this event');
    const id = quota.id ?? newId();
    if (idOf.has(id) || (quota.key && idOf.has(quota.key))) return field(`quotas.${at}`, 'Named twice');
    idOf.set(id, id);
    if (quota.key) idOf.set(quota.key, id);
    quotas.push({ id, name: quota.name, size: quota.size });
  }
  return { ok: true as const, idOf, quotas };
}

function nameTypes(
  fullEvent: FullEvent,
  wanted: TypesWanted,
  { idOf, newId }: { idOf: Map<string, string>; newId: () => string },
) {
  let nextIndex = 1 + Math.max(-1, ...fullEvent.ticketTypes.map((type) => type.index));
  const ticketTypes: TicketTypeChange[] = [];
  const requires = new Map<string, string>();
  const named = new Map<string, string>();
  for (const [
    position,
    { id, key, quotas, requires: required, sessionIds: admits, ...fields },
  ] of wanted.ticketTypes.entries()) {
    const path = `ticketTypes.${position}`;
    const known = fullEvent.ticketTypes.find((type) => type.id === id);
    if ((id && !known) || ticketTypes.some((type) => type.id === id))
      return field(`${path}.id`, 'No such ticket type in this event');
    const quotaIds = [...new Set(quotas.map((key) => idOf.get(key)))];
    if (quotaIds.includes(undefined)) return field(`${path}.quotas`, 'No such quota');
    if (fields.saleStartsAt && fields.saleEndsAt && fields.saleEndsAt <= fields.saleStartsAt)
      return field(`${path}.saleEndsAt`, 'Must be after the start of sales', EARLY);
    if (fields.validFrom && fields.validUntil && fields.validUntil <= fields.validFrom)
      return field(`${path}.validUntil`, 'Must be after the start of validity', EARLY);
    if (fields.maxPerBooking !== null && fields.maxPerBooking < fields.minPerBooking)
      return field(`${path}.maxPerBooking`, 'Must not be below the minimum', {
        reason: 'too_small',
        limit: fields.minPerBooking,
      });
    if (known && known.places !== fields.places && known.held + known.sold > 0)
      return refusal('ticket_type_in_use', { id, field: 'places' });
    const sessionIds = [...new Set(admits ?? known?.sessionIds)];
    if (sessionIds.some((one) => !fullEvent.sessions.some((session) => session.id === one)))
      return field(`${path}.sessionIds`, 'No such session in this event');
    if (known && known.held + known.sold > 0 && losesSession(fullEvent.sessions, known.sessionIds, sessionIds))
      return refusal('ticket_type_in_use', { id, field: 'sessionIds' });
    const index = known ? known.index : nextIndex++;
    const type = {
      ...fields,
      sessionIds,
      id: id ?? newId(),
      index,
      position,
      quotaIds: quotaIds as string[],
      requiresTypeId: null,
    };
    ticketTypes.push(type);
    for (const name of [type.id, key ?? '']) named.set(name, type.id);
    if (required) requires.set(type.id, required);
  }
  for (const [position, type] of ticketTypes.entries()) {
    const required = requires.get(type.id);
    if (!required) continue;
    type.requiresTypeId = named.get(required) ?? null;
    if (!type.requiresTypeId || type.requiresTypeId === type.id)
      return field(`ticketTypes.${position}.requires`, 'No such other ticket type');
  }
  return { ok: true as const, ticketTypes };
}

/** The number sold and held of a quota's types, as they will draw on it; archived types keep their quotas. */
function drawnFrom(quotaId: string, fullEvent: FullEvent, after: TicketTypeChange[]) {
  let held = 0;
  let sold = 0;
  for (const type of fullEvent.ticketTypes) {
    const draws = after.find((wanted) => wanted.id === type.id)?.quotaIds ?? type.quotaIds;
    if (!draws.includes(quotaId)) continue;
    held += type.held;
    sold += type.sold;
  }
  return { held, sold };
}

/** A gate without an id is new. */
export type GateWanted = Omit<GateRecord, 'id'> & Partial<Pick<GateRecord, 'id'>>;

export interface GatesWanted {
  /** Null where the page can't say which version it edited. */
  version: number | null;
  gates: GateWanted[];
}

export function saveGates(
  fullEvent: FullEvent,
  { version, gates: wanted }: GatesWanted,
  newId: () => string,
): Decision {
  const guard = guardEditable(fullEvent, version);
  if (!guard.ok) return guard;
  const names = new Set<string>();
  for (const [at, gate] of wanted.entries()) {
    if (gate.id && !fullEvent.gates.some((known) => known.id === gate.id))
      return field(`gates.${at}.id`, 'No such gate in this event');
    if (names.has(gate.name)) return field(`gates.${at}.name`, 'Two gates have this name', { reason: 'taken' });
    names.add(gate.name);
    const unknown = gate.ticketTypeIds.find((id) => !fullEvent.ticketTypes.some((type) => type.id === id));
    if (unknown) return refusal('unknown_ticket_type', { ticketTypeId: unknown });
  }
  const gates = wanted.map((gate) => ({
    ...gate,
    id: gate.id ?? newId(),
    ticketTypeIds: [...new Set(gate.ticketTypeIds)],
  }));
  return { ok: true, change: { gates } };
}

export function publish(fullEvent: FullEvent, now: Date): Decision {
  if (fullEvent.event.status === 'published') return { ok: true, change: {} };
  if (fullEvent.event.status !== 'draft') return refusal('event_not_editable', { status: fullEvent.event.status });
  const missing = missingForPublishing(fullEvent, now);
  return missing.length > 0 ? refusal('event_incomplete', { missing }) : { ok: true, change: { status: 'published' } };
}

/** The box office then cancels every booking, and refunds the payments where requested. */
export function cancel(
  { event }: FullEvent,
  cancellation: { cancelRefunds: boolean; cancelMessage: string },
): Decision {
  if (event.status === 'cancelled') return { ok: true, change: {} };
  return event.status === 'published'
    ? { ok: true, change: { status: 'cancelled', cancellation } }
    : refusal('event_not_editable', { status: event.status });
}

export type QuestionWanted = Omit<Question, 'id'> & { id?: string };

/** All questions together; removed ones are no longer asked, and their answers are kept. */
export function saveQuestions(
  fullEvent: FullEvent,
  { version, questions: wanted }: { version: number; questions: QuestionWanted[] },
  newId: () => string,
): Decision {
  const guard = guardEditable(fullEvent, version);
  if (!guard.ok) return guard;
  for (const [at, question] of wanted.entries()) {
    if (question.id && wanted.findIndex(({ id }) => id === question.id) < at)
      return field(`questions.${at}.id`, 'Named twice');
    if (question.id && !fullEvent.questions.some((known) => known.id === question.id))
      return field(`questions.${at}.id`, 'No such question in this event');
    const unknown = question.ticketTypeIds.find((id) => !fullEvent.ticketTypes.some((type) => type.id === id));
    if (unknown) return refusal('unknown_ticket_type', { ticketTypeId: unknown });
    if (question.kind === 'choice' && new Set(question.options).size < 2)
      return field(`questions.${at}.options`, 'A choice needs two different options at least', {
        reason: 'too_few',
        limit: 2,
      });
  }
  return { ok: true, change: { questions: wanted.map((question) => ({ ...question, id: question.id ?? newId() })) } };
}

export function archive({ event }: FullEvent, now: Date): Decision {
  if (event.status === 'archived') return { ok: true, change: {} };
  // Its tickets are still to be used.
  if (event.status === 'published' && event.endsAt > now)
    return refusal('event_not_editable', { status: event.status });
  return { ok: true, change: { status: 'archived' } };
}

/** Only a draft without bookings is deleted. Staff who are limited to it alone would see every event without it. */
export function deleteEvent({ event, hasBookings }: FullEvent, onlyHere: readonly string[]): Outcome<object> {
  if (hasBookings) return refusal('event_has_bookings');
  if (event.status !== 'draft') return refusal('event_not_editable', { status: event.status });
  return onlyHere.length > 0 ? refusal('event_has_staff', { names: onlyHere }) : { ok: true };
}
