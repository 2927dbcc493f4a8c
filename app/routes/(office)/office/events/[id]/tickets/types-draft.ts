import type { z } from 'zod';
import type { EventStaff, SaveTicketTypes } from '#contract/event/event.ts';
import { parseDecimal, toDecimal } from '#domain/money.ts';
import { priceOfOne } from '#domain/price.ts';
import { fromBasisPoints, toBasisPoints } from '$lib/form/basis-points.ts';
import { instantOf, wallTime } from '$lib/form/zoned-time.ts';

/** Quotas and ticket types as the editor holds them. `key` names a row before and after it is saved. */
export interface QuotaDraft {
  key: string;
  id: string | null;
  name: string;
  /** Empty is unlimited. */
  size: string;
  held: number;
  sold: number;
}
export interface TypeDraft {
  key: string;
  id: string | null;
  name: string;
  description: string;
  price: string;
  taxPercent: string;
  saleStartsAt: string;
  saleEndsAt: string;
  minPerBooking: string;
  maxPerBooking: string;
  hidden: boolean;
  validFrom: string;
  validUntil: string;
  doorNote: string;
  /** Keys of the quotas it draws on. */
  quotas: string[];
  sold: number;
  held: number;
  payWhatYouWant: boolean;
  /** Tickets that one unit stands for. */
  places: string;
  /** The key of a type that the same booking must hold; empty: none. */
  requires: string;
}
export interface TypesDraft {
  quotas: QuotaDraft[];
  types: TypeDraft[];
}
export type TypesFault =
  | 'required'
  | 'amount'
  | 'percent'
  | 'number'
  | 'time'
  | 'before_start'
  | 'quota'
  | 'below_min'
  | 'below_sold'
  | 'places';
/** `types.<key>.<field>` or `quotas.<key>.<field>` → what is wrong. */
export type TypesFaults = Record<string, TypesFault>;

type Zoned = Pick<EventStaff, 'timeZone' | 'currency'>;

export function typesDraftOf(event: EventStaff): TypesDraft {
  const wall = (iso: string | null) => (iso ? wallTime(iso, event.timeZone) : '');
  return {
    quotas: event.quotas.map(({ id, name, size, held, sold }) => ({
      key: id,
      id,
      name,
      size: size === null ? '' : String(size),
      held,
      sold,
    })),
    types: event.ticketTypes.map((type) => ({
      key: type.id,
      id: type.id,
      name: type.name,
      description: type.description,
      price: toDecimal({ amount: type.priceMinor, currency: event.currency }),
      taxPercent: fromBasisPoints(type.taxRateBasisPoints),
      saleStartsAt: wall(type.saleStartsAt),
      saleEndsAt: wall(type.saleEndsAt),
      minPerBooking: String(type.minPerBooking),
      maxPerBooking: type.maxPerBooking === null ? '' : String(type.maxPerBooking),
      hidden: type.hidden,
      validFrom: wall(type.validFrom),
      validUntil: wall(type.validUntil),
      doorNote: type.doorNote,
      quotas: type.quotaIds,
      sold: type.sold,
      held: type.held,
      payWhatYouWant: type.payWhatYouWant,
      places: String(type.places),
      requires: type.requiresTypeId ?? '',
    })),
  };
}

export const newQuota = (key: string, name: string): QuotaDraft => ({
  key,
  id: null,
  name,
  size: '',
  held: 0,
  sold: 0,
});

/** A new type: `taxBasisPoints` is the organizer's default rate. */
export const newType = (key: string, quotas: string[], taxBasisPoints: number): TypeDraft => ({
  key,
  id: null,
  name: '',
  description: '',
  price: '',
  taxPercent: fromBasisPoints(taxBasisPoints),
  saleStartsAt: '',
  saleEndsAt: '',
  minPerBooking: '1',
  maxPerBooking: '',
  hidden: false,
  validFrom: '',
  validUntil: '',
  doorNote: '',
  quotas,
  sold: 0,
  held: 0,
  payWhatYouWant: false,
  places: '1',
  requires: '',
});

/** What a buyer pays for one, as it is typed; null while the price is none. */
export function buyerPays(type: TypeDraft, event: EventStaff): number | null {
  const priceMinor = parseDecimal(type.price || '0', event.currency);
  return priceMinor === null ? null : priceOfOne(priceMinor, event);
}

type Input = Omit<z.input<typeof SaveTicketTypes>, 'version'>;

export function typesInputOf(
  draft: TypesDraft,
  zoned: Zoned,
): { ok: true; input: Input } | { ok: false; faults: TypesFaults } {
  const faults: TypesFaults = {};
  const quotas = draft.quotas.map((quota) => readQuota(quota, faults));
  const known = new Set(draft.quotas.map((quota) => quota.key));
  const offered = new Set(draft.types.map((type) => type.key));
  const ticketTypes = draft.types.map((type) => {
    const quotas = type.quotas.filter((key) => known.has(key));
    const requires = offered.has(type.requires) ? type.requires : '';
    return readType({ ...type, quotas, requires }, zoned, faults);
  });
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, input: { quotas, ticketTypes } };
}

function readQuota(quota: QuotaDraft, faults: TypesFaults): Input['quotas'][number] {
  const at = `quotas.${quota.key}`;
  if (!quota.name.trim()) faults[`${at}.name`] = 'required';
  const size = wholeOf(quota.size, `${at}.size`, faults);
  if (size !== null && size < quota.sold + quota.held) faults[`${at}.size`] = 'below_sold';
  return { ...(quota.id ? { id: quota.id } : { key: quota.key }), name: quota.name, size };
}

function readType(type: TypeDraft, { timeZone, currency }: Zoned, faults: TypesFaults): Input['ticketTypes'][number] {
  const at = `types.${type.key}`;
  const time = (field: 'saleStartsAt' | 'saleEndsAt' | 'validFrom' | 'validUntil') => {
    const instant = type[field] ? instantOf(type[field], timeZone) : null;
    if (type[field] && !instant) faults[`${at}.${field}`] = 'time';
    return instant;
  };
  const priceMinor = parseDecimal(type.price || '0', currency);
  const taxRateBasisPoints = toBasisPoints(type.taxPercent || '0');
  const times = {
    saleStartsAt: time('saleStartsAt'),
    saleEndsAt: time('saleEndsAt'),
    validFrom: time('validFrom'),
    validUntil: time('validUntil'),
  };
  const minPerBooking = wholeOf(type.minPerBooking, `${at}.minPerBooking`, faults) ?? 1;
  const maxPerBooking = wholeOf(type.maxPerBooking, `${at}.maxPerBooking`, faults);
  const places = wholeOf(type.places, `${at}.places`, faults) ?? 1;
  if (places < 1 || places > 100) faults[`${at}.places`] = 'places';
  if (!type.name.trim()) faults[`${at}.name`] = 'required';
  if (priceMinor === null) faults[`${at}.price`] = 'amount';
  if (taxRateBasisPoints === null) faults[`${at}.taxPercent`] = 'percent';
  if (type.quotas.length === 0) faults[`${at}.quotas`] = 'quota';
  if (maxPerBooking !== null && maxPerBooking < minPerBooking) faults[`${at}.maxPerBooking`] = 'below_min';
  if (times.saleStartsAt && times.saleEndsAt && times.saleEndsAt <= times.saleStartsAt)
    faults[`${at}.saleEndsAt`] = 'before_start';
  if (times.validFrom && times.validUntil && times.validUntil <= times.validFrom)
    faults[`${at}.validUntil`] = 'before_start';
  const { name, description, hidden, doorNote, quotas, payWhatYouWant } = type;
  const same = { name, description, hidden, doorNote, quotas, payWhatYouWant };
  const numbers = {
    priceMinor: priceMinor ?? 0,
    taxRateBasisPoints: taxRateBasisPoints ?? 0,
    minPerBooking,
    maxPerBooking,
    places,
  };
  const named = type.id ? { id: type.id } : { key: type.key };
  return { ...named, requires: type.requires || null, ...same, ...numbers, ...times };
}

function wholeOf(text: string, at: string, faults: TypesFaults): number | null {
  const trimmed = String(text).trim();
  if (!trimmed) return null;
  if (/^\d{1,7}$/.test(trimmed)) return Number(trimmed);
  faults[at] = 'number';
  return null;
}
