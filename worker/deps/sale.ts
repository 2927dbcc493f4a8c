import type { EventFacts } from '#domain/booking/booking.ts';
import type { Coupon } from '#domain/booking/coupon.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { WaitingEntry } from '#domain/booking/waiting.ts';
import type { Page } from './booking.ts';
import type { Actor } from './office.ts';

/* What staff keep beside a sale: coupons and the waiting list. */

export interface SaleDeps {
  coupons: CouponStore;
  waiting: WaitingStore;
}

export type CouponFields = Omit<Coupon, 'id' | 'used' | 'archivedAt' | 'ticketTypeIds'> & {
  note: string;
  ticketTypeIds: string[];
};
export interface CouponRecord extends CouponFields {
  id: string;
  used: number;
  /** What it takes off its live bookings, in minor units. */
  discountedMinor: number;
  archivedAt: Date | null;
  createdAt: Date;
}

/** Each change is one transaction under the event's lock, audited. */
export interface CouponStore {
  list(eventId: string): Promise<CouponRecord[]>;
  create(eventId: string, fields: CouponFields, by: Actor): Promise<Outcome<{ coupon: CouponRecord }>>;
  change(
    eventId: string,
    couponId: string,
    fields: Partial<CouponFields> & { archivedAt?: Date },
    by: Actor,
  ): Promise<Outcome<{ coupon: CouponRecord }>>;
}

export interface WaitingFound {
  entry: WaitingEntry;
  eventId: string;
  typeName: string;
  /** Counted from 1 among those who wait for the same type; null for whoever does not wait. */
  position: number | null;
  offer: { bookingId: string; linkVersion: number; until: string | null } | null;
  event: EventFacts;
}
export interface WaitingStore {
  find(entryId: string): Promise<WaitingFound | null>;
  /** Of an account and its verified address: who waits, and whoever was offered places; newest first. */
  listOwn(own: { userId: string; verifiedEmail: string | null }, page: Page): Promise<WaitingFound[]>;
  /** The order in which they are served, those who don't wait any more last. */
  list(eventId: string, page: Page): Promise<WaitingFound[]>;
}
