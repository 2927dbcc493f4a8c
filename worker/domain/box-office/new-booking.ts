import type { Billing, BookingMethod } from '../booking/booking.ts';
import { normalizeEmail } from '../account/person.ts';
import type { Answer } from '../event/question.ts';
import { countStillLive } from './booking-steps.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { totalOf, type PricedLine } from './price-items.ts';

export interface BookingFor {
  name: string;
  email: string;
  userId: string | null;
  locale: string | null;
  lines: readonly PricedLine[];
  /** Null: by Stripe, or not at all where it costs nothing. */
  method: BookingMethod | null;
  attendees?: string[];
  answers?: Answer[];
  billing?: Billing | null;
  coupon?: { id: string; code: string } | null;
}

/** Makes a booking that waits for its payment, without taking its places. */
export function newBooking(desk: Desk, of: BookingFor): BookingAtDesk {
  const { lines } = of;
  const sum = (amount: (line: PricedLine) => number) => lines.reduce((total, line) => total + amount(line), 0);
  const totalMinor = totalOf(lines);
  return {
    id: desk.ids.uuid(),
    reference: desk.ids.shortCode(),
    userId: of.userId,
    buyerName: of.name,
    buyerEmail: of.email,
    locale: of.locale ?? desk.event.locale,
    status: 'pending_payment',
    method: totalMinor === 0 ? 'complimentary' : (of.method ?? 'stripe'),
    currency: desk.event.currency,
    totalMinor,
    feeMinor: sum(({ feeMinor }) => feeMinor),
    taxMinor: sum(({ taxMinor }) => taxMinor),
    discountMinor: sum(({ discountMinor }) => discountMinor),
    couponId: of.coupon?.id ?? null,
    couponCode: of.coupon?.code ?? null,
    waitingEntryId: null,
    ticketCount: sum(({ places }) => places),
    attendees: (of.attendees ?? []).map((name) => ({ name })),
    answers: of.answers ?? [],
    billing: of.billing ?? null,
    linkVersion: 1,
    holdExpiresAt: new Date(desk.now.getTime() + desk.event.holdMinutes * 60_000),
    releasingSince: null,
    refundIfPaid: false,
    confirmedAt: null,
    expiredAt: null,
    cancelledAt: null,
    createdAt: desk.now,
    lines: lines.map(({ feeMinor: _, ...line }) => ({ id: desk.ids.uuid(), ...line })),
    payments: [],
    refunds: [],
    receipted: new Map(),
    credited: new Map(),
    contested: new Map(),
    tickets: [],
  };
}

/** Notes a new booking to be written, and counts it for the later commands of the turn. */
export function remember(desk: Desk, booking: BookingAtDesk, source: string): void {
  desk.changes.placed.push({ booking, emailNormalized: normalizeEmail(booking.buyerEmail), source });
  countStillLive(desk, booking);
}
