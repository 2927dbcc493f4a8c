import type { EventPublic } from '$contract/event';

export interface OrderLine {
  ticketTypeId: string;
  name: string;
  quantity: number;
  places: number;
  unitPrice: number;
  unitFee: number;
}

/** `?tickets=id:2,id:1` against the event as it is: unknown types and nonsense numbers fall away. */
export function readOrder(tickets: string | null, event: EventPublic): OrderLine[] {
  const wanted = new Map<string, number>();
  for (const part of (tickets ?? '').split(',')) {
    const [id = '', quantity] = part.split(':');
    const number = Number(quantity);
    if (Number.isInteger(number) && number > 0 && number <= 1000) wanted.set(id, number);
  }
  return event.ticketTypes
    .filter((type) => wanted.has(type.id))
    .map((type) => ({
      ticketTypeId: type.id,
      name: type.name,
      quantity: wanted.get(type.id)!,
      places: type.places,
      unitPrice: type.price.amount,
      unitFee: type.feeIncluded.amount,
    }));
}

/** One entry per ticket, in the order of the lines: what a person's name is asked for. */
export const placesOf = (order: OrderLine[]): string[] =>
  order.flatMap((line) => Array.from({ length: line.quantity * Math.max(1, line.places) }, () => line.name));
