import type { z } from 'zod';
import type { QuoteStaffBooking } from '#contract/booking/booking.ts';
import type { CouponQuote } from '#contract/booking/coupon.ts';
import type { EventStaff } from '#contract/event/event.ts';
import { priceOfOne } from '#domain/price.ts';
import type { Refused } from '$lib/api.ts';
import { m } from '$messages';
import { formatMoney } from '$lib/format-money.ts';
import { bookings } from '$lib/office/calls.ts';

type Request = z.input<typeof QuoteStaffBooking>;
type PriceTooLow = { ticketTypeId?: string; minimumMinor?: number; currency?: string };
const PAUSE_MS = 300;

/** The server's price of a booking, requested again when what it depends on has changed. */
export class StaffQuote {
  /** Null while nothing is chosen, and where the server refuses. */
  quote = $state.raw<CouponQuote | null>(null);
  refused = $state.raw<Refused | null>(null);
  /** The price shown belongs to an earlier choice. */
  isStale = $state(false);
  readonly #event: EventStaff;

  constructor(event: EventStaff, requestOf: () => Request | null) {
    this.#event = event;
    // As text, so that an unchanged choice is not requested again.
    const request = $derived.by(() => JSON.stringify(requestOf()));
    $effect(() => {
      const asked = request;
      if (asked === 'null') return this.#show(null, null);
      this.isStale = true;
      let isOver = false;
      const timer = setTimeout(async () => {
        const answer = await bookings.quote(event.id, JSON.parse(asked) as Request);
        if (isOver) return;
        if (answer.ok) this.#show(answer.data, null);
        else this.#show(null, answer);
      }, PAUSE_MS);
      return () => {
        isOver = true;
        clearTimeout(timer);
      };
    });
  }

  /** Errors by field; `total` where one belongs to none. */
  readonly errors = $derived.by((): Record<string, string> => {
    if (!this.refused) return {};
    const { code, message, details } = this.refused;
    const { ticketTypeId, minimumMinor = 0, currency = '' } = (details ?? {}) as PriceTooLow;
    if (code.startsWith('coupon_')) return { couponCode: message };
    if (code !== 'price_too_low' || !ticketTypeId) return { total: message };
    const minimum = formatMoney({ amount: priceOfOne(minimumMinor, this.#event), currency });
    return { [`lines.${ticketTypeId}.price`]: m.named_price_below({ minimum }) };
  });

  #show(quote: CouponQuote | null, refused: Refused | null): void {
    this.quote = quote;
    this.refused = refused;
    this.isStale = false;
  }
}
