import type { z } from 'zod';
import type { EventStaff, SaveTicketTypes } from '#contract/event/event.ts';
import { parseDecimal, toDecimal } from '#domain/money.ts';
import { priceOfOne } from '#domain/price.ts';
import { fromBasisPoints } from '$lib/form/basis-points.ts';
import type { Faults, Read } from '$lib/form/faults.ts';
import { FieldReader } from '$lib/form/field-reader.ts';
import { wallTime } from '#domain/zoned-time.ts';

/** Quotas and ticket types in their form. `key` names a row before and after it is saved. */
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
  /** Tickets in one unit. */
  places: string;
  /** The key of a type that the same booking must hold; empty: none. */
  requires: string;
}
export interface TypesDraft {
  quotas: QuotaDraft[];
  types: TypeDraft[];
}
type Zoned = Pick<EventStaff, 'timeZone' | 'currency'>;

export function typesDraftOf(event: EventStaff): TypesDraft {
  const wall = (iso: string | null) => wallTime(iso, event.timeZone);
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

/** The price of one for a buyer, in minor units, as it is typed; null while it is no amount. */
export function buyerPays(type: TypeDraft, event: EventStaff): number | null {
  const priceMinor = parseDecimal(type.price || '0', event.currency);
  return priceMinor === null ? null : priceOfOne(priceMinor, event);
}

type Input = Omit<z.input<typeof SaveTicketTypes>, 'version'>;

/** The field of which row the API means: it names rows by their place in the list. */
export function typesFieldOf(path: string, draft: TypesDraft): string | null {
  const [list, index = '', ...rest] = path.split('.');
  const field = rest.join('.') === 'priceMinor' ? 'price' : rest.join('.');
  const rows = list === 'quotas' ? draft.quotas : draft.types;
  const row = rows[Number(index)];
  return row ? `${list === 'quotas' ? 'quotas' : 'types'}.${row.key}.${field}` : null;
}

export function typesInputOf(draft: TypesDraft, zoned: Zoned): Read<Input> {
  const faults: Faults = {};
  const quotas = draft.quotas.map((quota) =>
    readQuota(quota, new FieldReader(quota, zoned, { at: `quotas.${quota.key}.`, faults })),
  );
  const known = new Set(draft.quotas.map((quota) => quota.key));
  const offered = new Set(draft.types.map((type) => type.key));
  const ticketTypes = draft.types.map((type) => {
    const quotas = type.quotas.filter((key) => known.has(key));
    const requires = offered.has(type.requires) ? type.requires : '';
    const read = new FieldReader(type, zoned, { at: `types.${type.key}.`, faults });
    return readType({ ...type, quotas, requires }, read);
  });
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, input: { quotas, ticketTypes } };
}

function readQuota(quota: QuotaDraft, read: FieldReader<QuotaDraft>): Input['quotas'][number] {
  read.required('name');
  const size = read.wholeNumber('size');
  if (size !== null && size < quota.sold + quota.held) read.note('size', 'below_sold');
  return { ...(quota.id ? { id: quota.id } : { key: quota.key }), name: quota.name, size };
}

function readType(type: TypeDraft, read: FieldReader<TypeDraft>): Input['ticketTypes'][number] {
  read.required('name');
  const minPerBooking = read.wholeNumber('minPerBooking') ?? 1;
  const maxPerBooking = read.wholeNumber('maxPerBooking');
  const places = read.wholeNumber('places') ?? 1;
  if (places < 1 || places > 100) read.note('places', 'places');
  if (type.quotas.length === 0) read.note('quotas', 'quota');
  if (maxPerBooking !== null && maxPerBooking < minPerBooking) read.note('maxPerBooking', 'below_min');
  return {
    ...(type.id ? { id: type.id } : { key: type.key }),
    name: type.name,
    description: type.description,
    priceMinor: read.amount('price'),
    taxRateBasisPoints: read.percent('taxPercent'),
    ...read.window('saleStartsAt', 'saleEndsAt'),
    minPerBooking,
    maxPerBooking,
    hidden: type.hidden,
    ...read.window('validFrom', 'validUntil'),
    doorNote: type.doorNote,
    quotas: type.quotas,
    payWhatYouWant: type.payWhatYouWant,
    places,
    requires: type.requires || null,
  };
}
