import type { EventPublic, TicketTypePublic } from '$contract/event';

type LiveType = Pick<TicketTypePublic, 'id' | 'sale' | 'availability' | 'left' | 'nextReleaseAt'>;

/** How many of each type somebody is about to book, never more than may be. */
export class Selection {
  readonly #event: () => EventPublic;
  #live = $state.raw(new Map<string, LiveType>());
  quantities = $state<Record<string, number>>({});

  constructor(event: () => EventPublic) {
    this.#event = event;
  }

  readonly types = $derived.by(() =>
    this.#event().ticketTypes.map((type) => ({ ...type, ...this.#live.get(type.id) })),
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
      })),
  );
  readonly count = $derived(this.items.reduce((sum, item) => sum + item.quantity, 0));
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

  /** As an address says it; what is not on sale is not chosen. */
  choose(items: readonly { ticketTypeId: string; quantity: number }[]): void {
    const onSale = new Set(this.types.filter(({ sale }) => sale === 'on_sale').map(({ id }) => id));
    const chosen = items.filter((item) => onSale.has(item.ticketTypeId));
    this.quantities = Object.fromEntries(chosen.map((item) => [item.ticketTypeId, item.quantity]));
  }

  /** The smallest of what the type allows, what is left, and what one person may book with what is chosen already. */
  maximumOf(type: TicketTypePublic): number {
    const others = this.types.reduce(
      (total, other) => total + (other.id === type.id ? 0 : (this.quantities[other.id] ?? 0) * other.places),
      0,
    );
    const allowed = Math.floor((this.#event().perPersonLimit - others) / Math.max(1, type.places));
    const left = type.left === null ? Infinity : Math.floor(type.left / Math.max(1, type.places));
    return Math.max(0, Math.min(type.maxPerBooking, allowed, left));
  }

  refresh(live: LiveType[]): void {
    this.#live = new Map(live.map((type) => [type.id, type]));
  }
}

const sum = <T extends { quantity: number }>(items: T[], of: (item: T) => number) =>
  items.reduce((total, item) => total + of(item) * item.quantity, 0);
