import type { ClientResponse } from 'hono/client';
import type { CouponQuote } from '#contract/booking/coupon.ts';
import { m } from '$messages';
import { ask } from '../ask.ts';
import { formatMoney } from '../format-money.ts';
import { formatPercent } from '../format-percent.ts';

interface CouponRequest {
  eventId: string;
  code: string;
  items: { ticketTypeId: string; quantity: number; unitPriceMinor?: number | null }[];
}

/** Asks for a code's discount on these tickets; without tickets, for its kind and the hidden types it reveals. */
export function validateCoupon(requested: CouponRequest) {
  const body = JSON.stringify(requested);
  const request = fetch('/api/v1/coupons/validate', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  return ask(request as Promise<unknown> as Promise<ClientResponse<CouponQuote, 200, 'json'>>);
}

/** Whether the API could accept this text as a code; anything else need not be sent. */
export const looksLikeCode = (text: string) => /^[\p{L}\p{N}_.-]{2,40}$/u.test(text.trim());

/** `10% off`, `€5.00 off`, `Tickets for €8.00`. */
export function couponWords({ kind, value, total }: Pick<CouponQuote, 'kind' | 'value' | 'total'>): string {
  const { currency } = total;
  switch (kind) {
    case 'percent':
      return m.code_percent({ percent: formatPercent(value) });
    case 'fixed':
      return m.code_fixed({ amount: formatMoney({ amount: value, currency }) });
    case 'set_price':
      return m.code_set_price({ amount: formatMoney({ amount: value, currency }) });
    default:
      return m.code_access();
  }
}
