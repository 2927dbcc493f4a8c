import type { EventPublic } from '#contract/event/public-event.ts';

export interface OrderLine {
  ticketTypeId: string;
  name: string;
  quantity: number;
  places: number;
  unitPrice: number;
  unitFee: number;
  /** The unit price that the buyer chose, where the type allows it. */
  unitPriceMinor: number | null;
}

/** Reads `?tickets=id:2,id:1:500` against the current types; unknown types and invalid numbers are dropped. */
export function readOrder(tickets: string | null, { ticketTypes }: Pick<EventPublic, 'ticketTypes'>): OrderLine[] {
  const wanted = new Map<string, { number: number; price: number | null }>();
  for (const part of (tickets ?? '').split(',')) {
    const [id = '', quantity, given] = part.split(':');
    const number = Number(quantity);
    const price = /^\d{1,10}$/.test(given ?? '') ? Number(given) : null;
    if (Number.isInteger(number) && number > 0 && number <= 1000) wanted.set(id, { number, price });
  }
  return ticketTypes
    .filter((type) => wanted.has(type.id))
    .map((type) => ({
      ticketTypeId: type.id,
      name: type.name,
      quantity: wanted.get(type.id)!.number,
      places: type.places,
      unitPrice: type.price.amount,
      unitFee: type.feeIncluded.amount,
      unitPriceMinor: type.payWhatYouWant ? wanted.get(type.id)!.price : null,
    }));
}
