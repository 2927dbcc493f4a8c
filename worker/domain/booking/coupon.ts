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
  /** The minimum price of the tickets it applies to, before the discount. */
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

const holdsFor = (coupon: Coupon, ticketTypeId: string) =>
  coupon.ticketTypeIds.length === 0 || coupon.ticketTypeIds.includes(ticketTypeId);

/** A hidden type is revealed by a code that names it, or by an access code for all types. */
export const reveals = (coupon: Coupon, ticketTypeId: string) =>
  coupon.ticketTypeIds.includes(ticketTypeId) || (coupon.kind === 'access' && coupon.ticketTypeIds.length === 0);

/** An access code without any of its types in the order isn't part of the booking. */
export const isBesidePoint = (coupon: Coupon, lines: readonly CouponLine[]) =>
  coupon.kind === 'access' && !lines.some((line) => holdsFor(coupon, line.ticketTypeId));

/** Why a code can't be used now, whatever the order. */
export function refuseCode(coupon: Coupon | null, now: Date): Refusal | null {
  if (!coupon || coupon.archivedAt) return refusal('coupon_unknown');
  if (coupon.startsAt && now < coupon.startsAt)
    return refusal('coupon_not_valid_now', { startsAt: coupon.startsAt.toISOString() });
  if (coupon.endsAt && now >= coupon.endsAt)
    return refusal('coupon_not_valid_now', { endedAt: coupon.endsAt.toISOString() });
  return coupon.maxUses !== null && coupon.used >= coupon.maxUses ? refusal('coupon_used_up') : null;
}

/** Why it can't be used for these lines by a person with so many earlier uses. */
export function refuseCoupon(coupon: Coupon, lines: readonly CouponLine[], usedByPerson: number): Refusal | null {
  if (coupon.usesPerPerson !== null && usedByPerson >= coupon.usesPerPerson)
    return refusal('coupon_person_limit', { limit: coupon.usesPerPerson });
  const eligible = lines.filter((line) => holdsFor(coupon, line.ticketTypeId));
  if (eligible.length === 0) return refusal('coupon_not_applicable', { ticketTypeIds: coupon.ticketTypeIds });
  return subtotal(eligible) < coupon.minimumMinor
    ? refusal('coupon_not_applicable', { minimumMinor: coupon.minimumMinor })
    : null;
}

const subtotal = (lines: readonly CouponLine[]) =>
  lines.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0);

/**
 * The discount on the price of each ticket, line by line: never more than the price, always a multiple of `stepMinor`,
 * the smallest amount that can be charged in the currency. A percentage is rounded for each ticket, half up; a set
 * price that can't be charged is rounded down. A fixed amount is spread over the tickets by their price, by largest
 * remainder, so that the parts add up exactly.
 */
export function discountsOf(coupon: Coupon, lines: readonly CouponLine[], stepMinor: number): number[][] {
  if (coupon.kind === 'fixed') return spread(coupon, lines, stepMinor);
  return lines.map((line) => {
    const off = holdsFor(coupon, line.ticketTypeId) ? offOne(coupon, line.priceMinor, stepMinor) : 0;
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
  const whole = subtotal(lines.filter((line) => holdsFor(coupon, line.ticketTypeId)));
  const amount = Math.floor(Math.min(coupon.value, whole) / stepMinor);
  const units = lines.flatMap(({ ticketTypeId, priceMinor, quantity }, line) =>
    Array.from({ length: quantity }, () => ({ line, priceMinor: holdsFor(coupon, ticketTypeId) ? priceMinor : 0 })),
  );
  const parts = units.map(({ line, priceMinor }) => {
    // Bigint, because an amount times a price in minor units may exceed 2^53.
    const exact = whole === 0 ? 0n : BigInt(amount) * BigInt(priceMinor);
    const off = whole === 0 ? 0 : Number(exact / BigInt(whole));
    return { line, off, remainder: whole === 0 ? 0n : exact % BigInt(whole) };
  });
  let left = amount - parts.reduce((sum, { off }) => sum + off, 0);
  for (const part of parts.toSorted((a, b) => (a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : 0))) {
    if (left === 0) break;
    part.off += 1;
    left -= 1;
  }
  return lines.map((_, line) => parts.filter((part) => part.line === line).map(({ off }) => off * stepMinor));
}
