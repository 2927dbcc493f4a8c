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
