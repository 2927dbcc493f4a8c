import type { z } from 'zod';
import type { DoorOffer, DoorSaleMethod, SellAtDoor } from '#contract/door/sale.ts';
import { parseDecimal, toDecimal, type MoneyAmount } from '#domain/money.ts';
import { priceOfOne } from '#domain/price.ts';

type OfferedType = DoorOffer['ticketTypes'][number];

/** The order that the sell panel holds. */
export interface SaleDraft {
  /** Quantity per ticket type, and the unit price where the buyer chooses it. */
  lines: Record<string, { quantity: number; price: string }>;
  method: DoorSaleMethod;
  name: string;
  email: string;
  admit: boolean;
}

export const newSale = (offer: DoorOffer): SaleDraft => ({
  lines: Object.fromEntries(
    offer.ticketTypes.map(({ id, listPrice }) => [
      id,
      { quantity: 0, price: toDecimal(listPrice).replace(/\.0+$/, '') },
    ]),
  ),
  method: 'cash',
  name: '',
  email: '',
  admit: true,
});

/** The price that the buyer names; null where the text is no amount or is too low. */
function named({ id, listPrice }: OfferedType, draft: SaleDraft): number | null {
  const typed = parseDecimal(draft.lines[id]?.price ?? '', listPrice.currency);
  return typed === null || typed < listPrice.amount ? null : typed;
}

const wanted = (draft: SaleDraft, { ticketTypes, fees }: DoorOffer) =>
  ticketTypes.flatMap((type) => {
    const quantity = draft.lines[type.id]?.quantity ?? 0;
    if (quantity === 0) return [];
    const unitPriceMinor = type.payWhatYouWant ? named(type, draft) : type.listPrice.amount;
    return [
      { type, quantity, unitPriceMinor, paid: unitPriceMinor === null ? null : priceOfOne(unitPriceMinor, fees) },
    ];
  });

export const ticketsOf = (draft: SaleDraft, offer: DoorOffer): number =>
  wanted(draft, offer).reduce((sum, { type, quantity }) => sum + quantity * type.places, 0);

/** Null where a typed price is no amount. */
export function totalOf(draft: SaleDraft, offer: DoorOffer): MoneyAmount | null {
  const { currency } = offer;
  if (draft.method === 'complimentary') return { amount: 0, currency };
  const lines = wanted(draft, offer);
  if (lines.some(({ paid }) => paid === null)) return null;
  return { amount: lines.reduce((sum, { quantity, paid }) => sum + quantity * paid!, 0), currency };
}

/** The total is sent along: if the price has changed since, nothing is sold. */
export function saleOf(draft: SaleDraft, offer: DoorOffer, gateId: string | null): z.input<typeof SellAtDoor> {
  const name = draft.name.trim();
  const email = draft.email.trim();
  const isPaid = draft.method !== 'complimentary';
  const items = wanted(draft, offer).map(({ type, quantity, unitPriceMinor }) => ({
    ticketTypeId: type.id,
    quantity,
    ...(type.payWhatYouWant && isPaid && { unitPriceMinor }),
  }));
  return {
    items,
    method: draft.method,
    admit: draft.admit,
    total: totalOf(draft, offer)?.amount ?? 0,
    ...((name || email) && { buyer: { ...(name && { name }), ...(email && { email }) } }),
    ...(gateId && { gateId }),
  };
}
