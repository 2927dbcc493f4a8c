import type { EventPublic } from '#contract/event/public-event.ts';

export interface OrderLine {
  ticketTypeId: string;
  name: string;
  quantity: number;
  places: number;
  unitPrice: number;
  unitFee: number;
  /** What the buyer gives for each one, where the type leaves it to them and they have said. */
  unitPriceMinor: number | null;
}

/** `?tickets=id:2,id:1:500` against the types as they are: unknown ones and nonsense numbers fall away. */
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
