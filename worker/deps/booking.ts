import type { CouponStore } from '../db/booking/coupon-store.ts';
import type { GuestStore } from '../db/booking/guest-store.ts';
import type { BookingStore } from '../db/booking/store.ts';
import type { WaitingStore } from '../db/booking/waiting-store.ts';

export type {
  BookingFound,
  BookingListed,
  BookingStore,
  CancellationProgress,
  HistoryEntry,
} from '../db/booking/store.ts';
export type { CouponRecord, CouponStore } from '../db/booking/coupon-store.ts';
export type { WaitingFound } from '../db/booking/waiting-store.ts';
export type { ListedGuest } from '../db/booking/guest-store.ts';

export interface BookingDeps {
  bookings: BookingStore;
  coupons: CouponStore;
  waiting: WaitingStore;
  guests: GuestStore;
}
