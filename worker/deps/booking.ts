import type { CouponStore } from '../db/booking/coupon-store.ts';
import type { GuestStore } from '../db/booking/guest-store.ts';
import type { BookingStore } from '../db/booking/store.ts';
import type { WaitingStore } from '../db/booking/waiting-store.ts';

export type {
  BookingStore,
  BookingFound,
  PaymentFound,
  DisputeRecord,
  BookingListed,
  CancellationProgress,
  HistoryEntry,
} from '../db/booking/store.ts';
export type { CouponStore, CouponRecord } from '../db/booking/coupon-store.ts';
export type { WaitingStore, WaitingFound } from '../db/booking/waiting-store.ts';
export type { GuestStore, ListedGuest } from '../db/booking/guest-store.ts';

export interface BookingDeps {
  bookings: BookingStore;
  coupons: CouponStore;
  waiting: WaitingStore;
  guests: GuestStore;
}
