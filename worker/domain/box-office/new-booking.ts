import type { Billing, BookingMethod } from '../booking/booking.ts';
import { normalizeEmail } from '../account/person.ts';
import type { Answer } from '../event/question.ts';
import { stillLive } from './book.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk, LineAtDesk } from './at-desk.ts';
import { totalOf } from './price-items.ts';

export interface BookingFor {
  name: string;
  email: string;
  userId: string | null;
  locale: string | null;
  lines: (LineAtDesk & { feeMinor: number })[];
  /** Null: by Stripe, or not at all where it costs nothing. */
  method: BookingMethod | null;
  attendees?: string[];
  answers?: Answer[];
  billing?: Billing | null;
  coupon?: { id: string; code: string } | null;
}

/** A booking that waits for its payment; the places are not taken yet. */
export function newBooking(desk: Desk, of: BookingFor, mint: Mint): BookingAtDesk {
  const { lines } = of;
  const sum = (amount: (line: BookingFor['lines'][number]) => number) =>
    lines.reduce((whole, line) => whole + amount(line), 0);
  const totalMinor = totalOf(lines);
  return {
    id: mint.uuid(),
    reference: mint.number(),
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
    lines: lines.map(({ feeMinor: _, ...line }) => line),
    payments: [],
    refunds: [],
    receipted: new Map(),
    credited: new Map(),
    contested: new Map(),
    tickets: [],
  };
}

/** Written with the turn, and seen by whatever is decided after it. */
export function remember(desk: Desk, booking: BookingAtDesk, source: string): void {
  desk.changes.placed.push({ booking, emailNormalized: normalizeEmail(booking.buyerEmail), source });
  stillLive(desk, booking);
}
