import { untrack } from 'svelte';
import type { CouponQuote } from '#contract/booking/coupon.ts';
import type { EventPublic } from '#contract/event/public-event.ts';
import { parseDecimal, toDecimal } from '#domain/money.ts';
import { priceInside, priceOfOne } from '#domain/price.ts';
import { looksLikeCode, validateCoupon } from '$lib/booking/coupon';
import { formatMoney } from '$lib/format-money';
import { m } from '$messages';
import { readOrder, type OrderLine } from './order.ts';

export interface BasketLine extends OrderLine {
  /** The minimum of a price that the buyer chooses, fee included like every price. */
  minimum: number | null;
  /** The price is missing or too low, so the cost isn't known. */
  isOpen: boolean;
  discount: number;
  total: number;
}
const PAUSE_MS = 350;

/** The order with its cost: prices that the buyer chooses, and a code. */
export class Basket {
  readonly #event: () => EventPublic;
  readonly #tickets: string | null;
  #known = $state.raw<CouponQuote | null>(null);
  #quote = $state.raw<CouponQuote | null>(null);
  /** Typed prices by type, as they are paid: with the fee. */
  prices = $state<Record<string, string>>({});
  /** The code in force. */
  code = $state<string | null>(null);
  typed = $state('');
  codeError = $state<string | null>(null);
  busy = $state(false);

  constructor(event: () => EventPublic, tickets: string | null) {
    this.#event = event;
    this.#tickets = tickets;
    for (const line of this.#order)
      if (line.unitPriceMinor !== null)
        this.prices[line.ticketTypeId] = this.#decimal(priceOfOne(line.unitPriceMinor, this.#rule));
    // A typed price changes the code's discount.
    $effect(() => {
      const request = this.#request;
      if (request === null) return;
      const timer = setTimeout(() => void this.#requote(request), untrack(() => this.#quote) ? PAUSE_MS : 0);
      return () => clearTimeout(timer);
    });
  }

  #types = $derived.by(() => [...this.#event().ticketTypes, ...(this.#known?.revealed ?? [])]);
  #order = $derived.by(() => readOrder(this.#tickets, { ticketTypes: this.#types }));
  #rule = $derived.by(() => {
    const { currency, buyerFee } = this.#event();
    const { fixed, basisPoints: feeBasisPoints } = buyerFee;
    return { feeFixedMinor: fixed.amount, feeBasisPoints, feePaidBy: 'buyer', currency } as const;
  });
  #decimal = (amount: number) => toDecimal({ amount, currency: this.#event().currency });

  readonly lines = $derived.by(() => this.#order.map((line) => this.#price(line)));
  readonly items = $derived.by(() =>
    this.lines.map(({ ticketTypeId, quantity, unitPriceMinor }) => ({
      ticketTypeId,
      quantity,
      ...(unitPriceMinor === null ? {} : { unitPriceMinor }),
    })),
  );
  /** As text, so that lines that are rebuilt with the same values cause no second request. */
  #request = $derived.by(() =>
    this.code && this.items.length > 0 ? JSON.stringify({ code: this.code, items: this.items }) : null,
  );
  readonly total = $derived.by(() => this.#money(this.#quote?.total.amount ?? sum(this.lines, (line) => line.total)));
  readonly discount = $derived.by(() => this.#money(this.#quote?.discount.amount ?? 0));
  readonly fees = $derived.by(() =>
    this.#money(this.#quote?.fees.amount ?? sum(this.lines, (line) => line.unitFee * line.quantity)),
  );
  /** Whether a price that the buyer must choose is missing: then the total isn't known. */
  readonly isOpen = $derived(this.lines.some((line) => line.isOpen));
  readonly coupon = $derived(this.#quote);
  /** A type in the basket that needs another one beside it. */
  readonly lacking = $derived.by(() => {
    const here = new Set(this.lines.map((line) => line.ticketTypeId));
    const type = this.#types.find(
      ({ id, requiresTypeId }) => here.has(id) && requiresTypeId && !here.has(requiresTypeId),
    );
    return type && { name: type.name, needs: this.#types.find(({ id }) => id === type.requiresTypeId)?.name ?? '' };
  });

  /** The error in the price typed for a line; null where it may be booked. */
  priceError(line: BasketLine): string | null {
    if (line.minimum === null) return null;
    const typed = parseDecimal(this.prices[line.ticketTypeId] ?? '', this.#event().currency);
    if (typed === null) return m.named_price_missing();
    return line.isOpen ? m.named_price_below({ minimum: formatMoney(this.#money(this.#least(line.minimum))) }) : null;
  }

  /** While typing, an empty price isn't reported yet. */
  typedError(line: BasketLine): string | null {
    return this.prices[line.ticketTypeId]?.trim() ? this.priceError(line) : null;
  }

  /** For a price of zero: the fee, and the lowest price above zero. */
  #least = (minimum: number) => minimum || priceOfOne(1, this.#rule);

  /** Applies the typed code; a reason why it doesn't apply is shown beside the field. */
  async apply(): Promise<void> {
    if (this.busy) return;
    const code = this.typed.trim();
    if (!looksLikeCode(code)) return void (this.codeError = m.error_coupon_unknown());
    this.busy = true;
    const answer = await validateCoupon({ eventId: this.#event().id, code, items: [] });
    this.busy = false;
    this.codeError = answer.ok ? null : answer.message;
    if (!answer.ok) return;
    this.#known = answer.data;
    this.code = answer.data.code;
  }

  /** Removes the hidden types that only this code reveals. */
  remove(): void {
    this.#known = null;
    this.code = null;
    this.#quote = null;
    this.typed = '';
    this.codeError = null;
  }

  /** The box office has refused it after all. */
  refuse(message: string): void {
    this.typed ||= this.code ?? '';
    this.code = null;
    this.#quote = null;
    this.codeError = message;
  }

  async #requote(request: string): Promise<void> {
    const { code, items } = JSON.parse(request) as { code: string; items: Basket['items'] };
    const answer = await validateCoupon({ eventId: this.#event().id, code, items });
    if (request !== this.#request) return;
    if (answer.ok) this.#quote = answer.data;
    // A price that is still being typed has its error beside its own field.
    else if (answer.code !== 'price_too_low') this.refuse(answer.message);
  }

  #price(line: OrderLine): BasketLine {
    const event = this.#event();
    const type = this.#types.find(({ id }) => id === line.ticketTypeId)!;
    const minimum = type.payWhatYouWant ? line.unitPrice : null;
    const typed = minimum === null ? null : parseDecimal(this.prices[type.id] ?? '', event.currency);
    const inside = typed === null ? 0 : priceInside(typed, this.#rule);
    const isEnough = typed !== null && typed >= (minimum ?? 0) && (inside > 0 || typed === 0);
    const named = isEnough ? inside : null;
    const unitPrice = named === null ? line.unitPrice : priceOfOne(named, this.#rule);
    const unitFee = named === null ? line.unitFee : unitPrice - named;
    const quoted = this.#quote?.lines.find(({ ticketTypeId }) => ticketTypeId === type.id);
    const full = unitPrice * line.quantity;
    const discount = quoted?.discount.amount ?? 0;
    return {
      ...line,
      minimum,
      isOpen: minimum !== null && named === null,
      unitPriceMinor: named,
      unitPrice,
      unitFee,
      discount,
      total: quoted?.total.amount ?? full,
    };
  }

  #money = (amount: number) => ({ amount, currency: this.#event().currency });
}

const sum = (lines: readonly BasketLine[], of: (line: BasketLine) => number) =>
  lines.reduce((total, line) => total + of(line), 0);
