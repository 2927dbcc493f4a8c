import type { EventFacts } from '#domain/booking/booking.ts';
import type { CouponChange, CouponEvent, CouponFields } from '#domain/booking/coupon-edit.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { WaitingEntry } from '#domain/booking/waiting.ts';
import type { Page } from './booking.ts';
import type { Actor } from './office.ts';

/* Coupons and the waiting list, as staff edit them. */

export interface SaleDeps {
  coupons: CouponStore;
  waiting: WaitingStore;
}

export interface CouponRecord extends CouponFields {
  id: string;
  used: number;
  /** The total discount on its live bookings, in minor units. */
  discountedMinor: number;
  archivedAt: Date | null;
  createdAt: Date;
}

/** Each change is one transaction: its event locked, decided, written, audited. */
export interface CouponStore {
  /** The coupons in use, newest first. */
  list(eventId: string): Promise<CouponRecord[]>;
  create(
    eventId: string,
    decide: (event: CouponEvent) => Outcome<{ fields: CouponFields }>,
    by: Actor,
  ): Promise<Outcome<{ coupon: CouponRecord }>>;
  change(
    place: { eventId: string; couponId: string },
    decide: (event: CouponEvent, before: CouponRecord) => Outcome<{ change: CouponChange }>,
    by: Actor & { action: string },
  ): Promise<Outcome<{ coupon: CouponRecord }>>;
}

export interface WaitingFound {
  entry: WaitingEntry;
  eventId: string;
  typeName: string;
  /** Counted from 1 among the entries for the same type; null once the entry no longer waits. */
  position: number | null;
  offer: { bookingId: string; linkVersion: number; until: string | null } | null;
  event: EventFacts;
}
export interface WaitingStore {
  find(entryId: string): Promise<WaitingFound | null>;
  /** Waiting entries and offers of an account and its verified address; latest first. */
  listOwn(own: { userId: string; verifiedEmail: string | null }, page: Page): Promise<WaitingFound[]>;
  /** The order in which they are served, those who don't wait any more last. */
  list(eventId: string, page: Page): Promise<WaitingFound[]>;
}
