import { m } from '$messages';
import type { EventStaff } from '#contract/event/event.ts';
import { formatMoney } from '$lib/format-money.ts';
import { buyerPays, type QuotaDraft, type TypeDraft } from './types-draft.ts';

/** A type in its row: `12 sold · 4 tickets in one · Whole venue`. */
export function aboutType(type: TypeDraft, quotas: QuotaDraft[]): string {
  const places = Number(type.places);
  const capacity = quotas.filter((quota) => type.quotas.includes(quota.key)).map((quota) => quota.name);
  return [
    m.office_sold({ sold: type.sold }),
    places > 1 ? m.office_type_bundle({ count: places }) : '',
    capacity.join(' + '),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The price that a buyer pays, as it is typed; a dash while it is no amount. */
export function priceWords(type: TypeDraft, event: EventStaff): string {
  const pays = buyerPays(type, event);
  if (pays === null) return '–';
  const amount = pays === 0 ? m.office_free() : formatMoney({ amount: pays, currency: event.currency });
  return type.payWhatYouWant ? m.office_from({ price: amount }) : amount;
}

/** Below the price field: the price with the fee on top, where buyers pay that. */
export function priceHint(type: TypeDraft, event: EventStaff): string {
  const pays = buyerPays(type, event);
  if (pays === null) return '';
  const price = formatMoney({ amount: pays, currency: event.currency });
  if (type.payWhatYouWant)
    return pays === 0 ? m.office_price_from_nothing() : m.office_price_buyer_pays_from({ price });
  return pays === 0 ? m.office_price_free() : m.office_price_buyer_pays({ price });
}
