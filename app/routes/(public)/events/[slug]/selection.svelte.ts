import type { EventPublic } from '#contract/event/public-event.ts';
import type { TicketTypePublic } from '#contract/event/ticket-type.ts';
import { mostOfType } from './most-of-type.ts';

type LiveType = Pick<TicketTypePublic, 'id' | 'sale' | 'availability' | 'left' | 'nextReleaseAt'>;

/** The selected number of each type, never above the maximum. */
export class Selection {
  readonly #event: () => EventPublic;
  #live = $state.raw(new Map<string, LiveType>());
  quantities = $state<Record<string, number>>({});
  /** Hidden types that a code has revealed. */
  revealed = $state.raw<TicketTypePublic[]>([]);
  /** The price of a pay-what-you-want type, on the way back from the form. */
  #prices = $state.raw<Record<string, number | null>>({});

  constructor(event: () => EventPublic) {
    this.#event = event;
  }

  readonly types = $derived.by(() =>
    [...this.#event().ticketTypes, ...this.revealed].map((type) => ({ ...type, ...this.#live.get(type.id) })),
  );
  readonly items = $derived.by(() =>
    this.types
      .filter((type) => this.quantityOf(type) > 0)
      .map((type) => ({
        ticketTypeId: type.id,
        name: type.name,
        quantity: this.quantityOf(type),
        price: type.price,
        fee: type.feeIncluded,
        unitPriceMinor: this.#prices[type.id] ?? null,
      })),
  );
  /** In tickets: a table for four is four. */
  readonly count = $derived(
    this.types.reduce((sum, type) => sum + this.quantityOf(type) * Math.max(1, type.places), 0),
  );
  /** A selected type together with the one it needs and lacks. */
  readonly lacking = $derived.by(() => {
    const chosen = new Set(this.items.map((item) => item.ticketTypeId));
    const type = this.types.find(({ id, requiresTypeId: needs }) => chosen.has(id) && needs && !chosen.has(needs));
    return type ? { name: type.name, needs: this.nameOf(type.requiresTypeId) } : null;
  });
  readonly total = $derived.by(() => ({
    amount: sum(this.items, (item) => item.price.amount),
    currency: this.#event().currency,
  }));
  readonly fees = $derived.by(() => ({
    amount: sum(this.items, (item) => item.fee.amount),
    currency: this.#event().currency,
  }));

  quantityOf(type: TicketTypePublic): number {
    return Math.min(this.quantities[type.id] ?? 0, this.maximumOf(type));
  }

  nameOf(typeId: string | null): string {
    return this.types.find(({ id }) => id === typeId)?.name ?? '';
  }

  /** In the form of an address; types that aren't on sale are left out. */
  choose(items: readonly { ticketTypeId: string; quantity: number; unitPriceMinor?: number | null }[]): void {
    const onSale = new Set(this.types.filter(({ sale }) => sale === 'on_sale').map(({ id }) => id));
    const chosen = items.filter((item) => onSale.has(item.ticketTypeId));
    this.quantities = Object.fromEntries(chosen.map((item) => [item.ticketTypeId, item.quantity]));
    this.#prices = Object.fromEntries(chosen.map((item) => [item.ticketTypeId, item.unitPriceMinor ?? null]));
  }

  /** Given the current selection of the other types. */
  maximumOf(type: TicketTypePublic): number {
    const others = this.types.reduce(
      (total, other) => total + (other.id === type.id ? 0 : (this.quantities[other.id] ?? 0) * other.places),
      0,
    );
    return mostOfType(type, this.#event().perPersonLimit - others);
  }

  refresh(live: LiveType[]): void {
    this.#live = new Map(live.map((type) => [type.id, type]));
  }
}

const sum = <T extends { quantity: number }>(items: T[], of: (item: T) => number) =>
  items.reduce((total, item) => total + of(item) * item.quantity, 0);
