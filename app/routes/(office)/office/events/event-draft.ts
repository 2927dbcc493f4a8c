import type { z } from 'zod';
import type { CreateEvent, EventStaff } from '#contract/event/event.ts';
import { parseDecimal, toDecimal } from '#domain/money.ts';
import { fromBasisPoints, toBasisPoints } from '$lib/form/basis-points.ts';
import { instantOf, wallTime } from '$lib/form/zoned-time.ts';
import { newSaleDraft, readSale, saleDraftOf, type Fault } from './sale-draft.ts';

/** An event as its form holds it: every field as typed, times as the clock at the event shows them. */
export type EventDraft = ReturnType<typeof draftOf>;
type Input = z.input<typeof CreateEvent>;
/** Per field, which message says what is wrong. */
export type DraftFaults = Partial<Record<keyof EventDraft, Fault>>;

export function draftOf(event: EventStaff) {
  const wall = (iso: string | null) => (iso ? wallTime(iso, event.timeZone) : '');
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

/** What the API takes, or what is wrong with the draft. */
export function inputOf(draft: EventDraft): { ok: true; input: Input } | { ok: false; faults: DraftFaults } {
  const faults: DraftFaults = {};
  const read = readerOf(draft, faults);
  if (!draft.title.trim()) faults.title = 'required';
  const [startsAt, endsAt] = [read.time('startsAt', true), read.time('endsAt', true)];
  if (startsAt && endsAt && endsAt <= startsAt) faults.endsAt = 'before_start';
  const [bookingOpensAt, bookingClosesAt] = [read.time('bookingOpensAt'), read.time('bookingClosesAt')];
  if (bookingOpensAt && bookingClosesAt && bookingClosesAt <= bookingOpensAt) faults.bookingClosesAt = 'before_start';
  const [feeFixedMinor, feeBasisPoints] = [
    parseDecimal(draft.feeFixed || '0', draft.currency),
    toBasisPoints(draft.feePercent || '0'),
  ];
  if (feeFixedMinor === null) faults.feeFixed = 'amount';
  if (feeBasisPoints === null) faults.feePercent = 'percent';
  const numbers = {
    perPersonLimit: read.number('perPersonLimit'),
    holdMinutes: read.number('holdMinutes'),
    houseCapacity: read.number('houseCapacity'),
  };
  const sale = readSale(draft, draft, faults);
  if (numbers.perPersonLimit === null) faults.perPersonLimit ??= 'required';
  if (numbers.holdMinutes === null) faults.holdMinutes ??= 'required';
  if (Object.keys(faults).length > 0) return { ok: false, faults };

  const { feeFixed: _fixed, feePercent: _percent, slug, ...rest } = draft;
  const { cancelling: _cancelling, cancelFeeFixed: _kept, cancelFeePercent: _share, ...same } = rest;
  return {
    ok: true,
    input: {
      ...same,
      ...sale,
      ...(slug && { slug }),
      startsAt: startsAt!,
      endsAt: endsAt!,
      bookingOpensAt,
      bookingClosesAt,
      onlineUrl: draft.onlineUrl.trim() || null,
      contactEmail: draft.contactEmail.trim() || null,
      tags: draft.tags
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
      perPersonLimit: numbers.perPersonLimit!,
      holdMinutes: numbers.holdMinutes!,
      houseCapacity: numbers.houseCapacity,
      feeFixedMinor: feeFixedMinor!,
      feeBasisPoints: feeBasisPoints!,
    },
  };
}

function readerOf(draft: EventDraft, faults: DraftFaults) {
  return {
    time(field: 'startsAt' | 'endsAt' | 'bookingOpensAt' | 'bookingClosesAt', required = false): string | null {
      if (!draft[field]) {
        if (required) faults[field] = 'required';
        return null;
      }
      const instant = instantOf(draft[field], draft.timeZone);
      if (!instant) faults[field] = 'time';
      return instant;
    },
    number(field: 'perPersonLimit' | 'holdMinutes' | 'houseCapacity'): number | null {
      const text = String(draft[field] ?? '').trim();
      if (!text) return null;
      if (/^\d{1,7}$/.test(text)) return Number(text);
      faults[field] = 'number';
      return null;
    },
  };
}

/** A new event: one evening in two weeks, where the organizer is. */
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
