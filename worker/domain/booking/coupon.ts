import { roundHalfUp } from '../price.ts';
import { refusal, type Refusal } from '../refusal.ts';

export const COUPON_KINDS = ['percent', 'fixed', 'set_price', 'access'] as const;
export type CouponKind = (typeof COUPON_KINDS)[number];

export interface Coupon {
  id: string;
  code: string;
  kind: CouponKind;
  /** Basis points for `percent`; minor units for `fixed` (off the whole booking) and `set_price` (of each ticket). */
  value: number;
  startsAt: Date | null;
  endsAt: Date | null;
  maxUses: number | null;
  usesPerPerson: number | null;
  /** The least that the tickets it applies to must cost together, before the discount. */
  minimumMinor: number;
  /** Live bookings that use it. */
  used: number;
  /** Empty: all types. */
  ticketTypeIds: readonly string[];
  archivedAt: Date | null;
}

export interface CouponLine {
  ticketTypeId: string;
  priceMinor: number;
  quantity: number;
}

const appliesTo = (coupon: Coupon, ticketTypeId: string) =>
  coupon.ticketTypeIds.length === 0 || coupon.ticketTypeIds.includes(ticketTypeId);

/** Whether the code shows a hidden type: it names the type, or is an access code for all types. */
export const reveals = (coupon: Coupon, ticketTypeId: string) =>
  coupon.ticketTypeIds.includes(ticketTypeId) || (coupon.kind === 'access' && coupon.ticketTypeIds.length === 0);

/** An access code is left out of a booking that holds none of its types. */
export const isBesidePoint = (coupon: Coupon, lines: readonly CouponLine[]) =>
  coupon.kind === 'access' && !lines.some((line) => appliesTo(coupon, line.ticketTypeId));

/** Refuses a code that can't be used now, whatever is bought with it. */
export function refuseCode(coupon: Coupon | null, now: Date): Refusal | null {
  if (!coupon || coupon.archivedAt) return refusal('coupon_unknown');
  if (coupon.startsAt && now < coupon.startsAt)
    return refusal('coupon_not_valid_now', { startsAt: coupon.startsAt.toISOString() });
  if (coupon.endsAt && now >= coupon.endsAt)
    return refusal('coupon_not_valid_now', { endedAt: coupon.endsAt.toISOString() });
  return coupon.maxUses !== null && coupon.used >= coupon.maxUses ? refusal('coupon_used_up') : null;
}

/** Refuses the coupon for these lines, or for a person who has used it too often. */
export function refuseCoupon(coupon: Coupon, lines: readonly CouponLine[], usedByPerson: number): Refusal | null {
  if (coupon.usesPerPerson !== null && usedByPerson >= coupon.usesPerPerson)
    return refusal('coupon_person_limit', { limit: coupon.usesPerPerson });
  const eligible = lines.filter((line) => appliesTo(coupon, line.ticketTypeId));
  if (eligible.length === 0) return refusal('coupon_not_applicable', { ticketTypeIds: coupon.ticketTypeIds });
  return subtotal(eligible) < coupon.minimumMinor
    ? refusal('coupon_not_applicable', { minimumMinor: coupon.minimumMinor })
    : null;
}

const subtotal = (lines: readonly CouponLine[]) =>
  lines.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0);

/**
 * Returns the discount of each ticket, line by line: at most its price, and a multiple of `stepMinor`, the smallest
 * amount that can be charged in the currency. A percentage is rounded half up for each ticket; a set price that can't be
 * charged is rounded down. A fixed amount is spread over the tickets by their price, by largest remainder, so that
 * the discounts add up to it.
 */
export function discountsOf(coupon: Coupon, lines: readonly CouponLine[], stepMinor: number): number[][] {
  if (coupon.kind === 'fixed') return spread(coupon, lines, stepMinor);
  return lines.map((line) => {
    const off = appliesTo(coupon, line.ticketTypeId) ? offOne(coupon, line.priceMinor, stepMinor) : 0;
    return Array.from({ length: line.quantity }, () => off);
  });
}

function offOne(coupon: Coupon, priceMinor: number, stepMinor: number): number {
  if (coupon.kind === 'percent')
    return Math.min(priceMinor, stepMinor * roundHalfUp(priceMinor * coupon.value, 10_000 * stepMinor));
  if (coupon.kind !== 'set_price') return 0;
  return Math.min(priceMinor, stepMinor * Math.ceil(Math.max(0, priceMinor - coupon.value) / stepMinor));
}

function spread(coupon: Coupon, lines: readonly CouponLine[], stepMinor: number): number[][] {
  const total = subtotal(lines.filter((line) => appliesTo(coupon, line.ticketTypeId)));
  const amount = Math.floor(Math.min(coupon.value, total) / stepMinor);
  const units = lines.flatMap(({ ticketTypeId, priceMinor, quantity }, line) =>
    Array.from({ length: quantity }, () => ({ line, priceMinor: appliesTo(coupon, ticketTypeId) ? priceMinor : 0 })),
  );
  const parts = units.map(({ line, priceMinor }) => {
    // An amount times a price in minor units may exceed 2^53, hence BigInt.
    const exact = total === 0 ? 0n : BigInt(amount) * BigInt(priceMinor);
    const off = total === 0 ? 0 : Number(exact / BigInt(total));
    return { line, off, remainder: total === 0 ? 0n : exact % BigInt(total) };
  });
  let left = amount - parts.reduce((sum, { off }) => sum + off, 0);
  for (const part of parts.toSorted((a, b) => (a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : 0))) {
    if (left === 0) break;
    part.off += 1;
    left -= 1;
  }
  return lines.map((_, line) => parts.filter((part) => part.line === line).map(({ off }) => off * stepMinor));
}
