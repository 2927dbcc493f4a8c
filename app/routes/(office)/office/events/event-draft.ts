import type { z } from 'zod';
import type { CreateEvent, EventStaff } from '#contract/event/event.ts';
import { toDecimal } from '#domain/money.ts';
import { fromBasisPoints } from '$lib/form/basis-points.ts';
import type { Read } from '$lib/form/faults.ts';
import { FieldReader } from '$lib/form/field-reader.ts';
import { wallTime } from '#domain/zoned-time.ts';
import { newSaleDraft, readSale, saleDraftOf } from './sale-draft.ts';

/** An event in its form: every field as typed, times as local times of the event. */
export type EventDraft = ReturnType<typeof draftOf>;

export function draftOf(event: EventStaff) {
  const wall = (iso: string | null) => wallTime(iso, event.timeZone);
  return {
    title: event.title,
    slug: event.slug,
    summary: event.summary,
    description: event.description,
    startsAt: wall(event.startsAt),
    endsAt: wall(event.endsAt),
    timeZone: event.timeZone,
    kind: event.kind,
    venueName: event.venueName,
    venueAddress: event.venueAddress,
    city: event.city,
    onlineUrl: event.onlineUrl ?? '',
    category: event.category,
    tags: event.tags.join(', '),
    organizerName: event.organizerName,
    contactEmail: event.contactEmail ?? '',
    refundPolicy: event.refundPolicy,
    terms: event.terms,
    bannerImageId: event.bannerImageId,
    accent: event.accent,
    currency: event.currency,
    bookingOpensAt: wall(event.bookingOpensAt),
    bookingClosesAt: wall(event.bookingClosesAt),
    perPersonLimit: String(event.perPersonLimit),
    holdMinutes: String(event.holdMinutes),
    attendeeNames: event.attendeeNames,
    availabilityShown: event.availabilityShown,
    feeFixed: toDecimal({ amount: event.feeFixedMinor, currency: event.currency }),
    feePercent: fromBasisPoints(event.feeBasisPoints),
    feePaidBy: event.feePaidBy,
    ...saleDraftOf(event),
    reEntry: event.reEntry,
    houseCapacity: event.houseCapacity === null ? '' : String(event.houseCapacity),
  };
}

export function inputOf(draft: EventDraft): Read<z.input<typeof CreateEvent>> {
  const { feeFixed: _fixed, feePercent: _percent, slug, ...rest } = draft;
  const { cancelling: _cancelling, cancelFeeFixed: _kept, cancelFeePercent: _share, ...same } = rest;
  const read = new FieldReader(draft, draft);
  read.required('startsAt');
  read.required('endsAt');
  const { startsAt, endsAt } = read.window('startsAt', 'endsAt');
  return read.result({
    ...same,
    ...readSale(draft, draft, read.faults),
    ...(slug && { slug }),
    title: read.required('title'),
    startsAt: startsAt ?? '',
    endsAt: endsAt ?? '',
    ...read.window('bookingOpensAt', 'bookingClosesAt'),
    onlineUrl: draft.onlineUrl.trim() || null,
    contactEmail: draft.contactEmail.trim() || null,
    tags: draft.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    perPersonLimit: read.requiredWholeNumber('perPersonLimit'),
    holdMinutes: read.requiredWholeNumber('holdMinutes'),
    houseCapacity: read.wholeNumber('houseCapacity'),
    feeFixedMinor: read.amount('feeFixed'),
    feeBasisPoints: read.percent('feePercent'),
  });
}

const FIELDS: Record<string, keyof EventDraft> = {
  feeFixedMinor: 'feeFixed',
  feeBasisPoints: 'feePercent',
  cancelFeeFixedMinor: 'cancelFeeFixed',
  cancelFeeBasisPoints: 'cancelFeePercent',
};
/** The form's field for a field of the API. */
export const eventFieldOf = (path: string): string => FIELDS[path] ?? path.split('.')[0] ?? path;

/** The fields of a new event: one evening in two weeks, in the organizer's time zone. */
export function newDraft(now: Date, timeZone: string): EventDraft {
  const day = wallTime(new Date(now.getTime() + 14 * 86_400_000).toISOString(), timeZone).slice(0, 10);
  return {
    title: '',
    slug: '',
    summary: '',
    description: '',
    startsAt: `${day}T19:00`,
    endsAt: `${day}T22:00`,
    timeZone,
    kind: 'in_person',
    venueName: '',
    venueAddress: '',
    city: '',
    onlineUrl: '',
    category: 'other',
    tags: '',
    organizerName: '',
    contactEmail: '',
    refundPolicy: '',
    terms: '',
    bannerImageId: null,
    accent: '#3b5bdb',
    currency: 'EUR',
    bookingOpensAt: '',
    bookingClosesAt: '',
    perPersonLimit: '10',
    holdMinutes: '15',
    attendeeNames: 'buyer',
    availabilityShown: 'few',
    feeFixed: '',
    feePercent: '',
    feePaidBy: 'buyer',
    ...newSaleDraft(),
    reEntry: false,
    houseCapacity: '',
  };
}
