import { m } from '$messages';
import { CURRENCIES } from '#domain/currency.ts';

/** Choices of the event form, in the reader's language. The values are the contract's. */
export const CATEGORY_OPTIONS = [
  { value: 'music', label: m.office_category_music() },
  { value: 'arts', label: m.office_category_arts() },
  { value: 'food', label: m.office_category_food() },
  { value: 'business', label: m.office_category_business() },
  { value: 'tech', label: m.office_category_tech() },
  { value: 'sports', label: m.office_category_sports() },
  { value: 'community', label: m.office_category_community() },
  { value: 'nightlife', label: m.office_category_nightlife() },
  { value: 'learning', label: m.office_category_learning() },
  { value: 'family', label: m.office_category_family() },
  { value: 'other', label: m.office_category_other() },
] as const;

export const KIND_OPTIONS = [
  { value: 'in_person', label: m.office_kind_in_person() },
  { value: 'online', label: m.office_kind_online() },
  { value: 'hybrid', label: m.office_kind_hybrid() },
] as const;

export const NAME_OPTIONS = [
  { value: 'buyer', label: m.office_names_buyer() },
  { value: 'each', label: m.office_names_each() },
] as const;

export const SHOWN_OPTIONS = [
  { value: 'few', label: m.office_shown_few() },
  { value: 'always', label: m.office_shown_always() },
  { value: 'never', label: m.office_shown_never() },
] as const;

export const CANCELLING_OPTIONS = [
  { value: 'none', label: m.office_cancelling_none() },
  { value: 'until', label: m.office_cancelling_until() },
] as const;

export const PAID_BY_OPTIONS = [
  { value: 'buyer', label: m.office_paid_by_buyer() },
  { value: 'organizer', label: m.office_paid_by_organizer() },
] as const;

const OFTEN_USED = ['EUR', 'USD', 'GBP', 'CHF'];
const currencyNames = new Intl.DisplayNames(undefined, { type: 'currency' });
export const CURRENCY_OPTIONS = [...OFTEN_USED, ...CURRENCIES.filter((code) => !OFTEN_USED.includes(code))].map(
  (code) => ({
    value: code,
    label: `${code} · ${currencyNames.of(code) ?? code}`,
  }),
);

/** All IANA zones. Browsers leave out some old names, so the event's own is added. */
export function zoneOptions(present: string) {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), present]);
  return [...zones].toSorted().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}
