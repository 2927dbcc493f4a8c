import { createAccounts, type AccountSettings } from './db/account/accounts.ts';
import { createStaffStore } from './db/account/staff-store.ts';
import { createUserStore } from './db/account/user-store.ts';
import { createCouponStore } from './db/booking/coupon-store.ts';
import { createGuestStore } from './db/booking/guest-store.ts';
import { createBookingStore } from './db/booking/store.ts';
import { createWaitingStore } from './db/booking/waiting-store.ts';
import type { Db } from './db/client.ts';
import { createDeviceStore } from './db/door/device-store.ts';
import { createRehearsalStore } from './db/door/rehearsal-store.ts';
import { createDoorSaleStore } from './db/door/sale-store.ts';
import { createDoorStore } from './db/door/store.ts';
import { createImageStore, type ImageBucket } from './db/event/image-store.ts';
import { createListingStore } from './db/event/listing-store.ts';
import { createEventStore } from './db/event/store.ts';
import { createIdempotencyStore } from './db/idempotency-store.ts';
import { createOutbox } from './db/mail/outbox-store.ts';
import { createMailSourceStore } from './db/mail/source-store.ts';
import { createSettingsStore } from './db/organization/settings-store.ts';
import { createOverviewStore } from './db/overview/store.ts';
import { createVerifyStore } from './db/overview/verify-store.ts';
import { createReceiptStore } from './db/payment/receipt-store.ts';
import { createPaymentStore } from './db/payment/store.ts';
import { createRateLimitStore } from './db/rate-limit-store.ts';
import type { Ground } from './ground.ts';

/* The rows that stores give and take, for use cases. */
export type { AccountAnswer, Accounts } from './db/account/accounts.ts';
export type { InvitedPerson, StaffRecord } from './db/account/staff-store.ts';
export type { Actor } from './db/audit-store.ts';
export type { CouponRecord, CouponStore } from './db/booking/coupon-store.ts';
export type { GuestTotals, ListedGuest } from './db/booking/guest-store.ts';
export type {
  BookingFound,
  BookingListed,
  BookingStore,
  CancellationProgress,
  HistoryEntry,
} from './db/booking/store.ts';
export type { WaitingFound } from './db/booking/waiting-store.ts';
export type { BoxOfficeStore } from './db/box-office/store.ts';
export type {
  DeliveredConflict,
  DeliveredEntry,
  DeliveredScan,
  DoorClash,
  DoorDelivery,
  ScanKey,
} from './db/door/delivery.ts';
export type { DeviceRow, NewPairing, PairedEvent, PairingRow } from './db/door/device-store.ts';
export type { EventStart, Rehearsal } from './db/door/rehearsal-store.ts';
export type { DoorOffer, DoorShift } from './db/door/sale-store.ts';
export type { DoorSource, SourcedTicket } from './db/door/source.ts';
export type { Standing } from './db/door/standings.ts';
export type { DoorStore, GuestRow } from './db/door/store.ts';
export type { ListedEvent, ListedForStaff, ListingCursor, StaffFilter } from './db/event/listing-store.ts';
export type { NewEvent } from './db/event/store.ts';
export type { IdempotencyStore, KeptAnswer } from './db/idempotency-store.ts';
export type { LeasedRow, Outbox, OutboxEntry, OutboxFilter, UnreadableRow } from './db/mail/outbox-store.ts';
export type {
  BookingForMail,
  EventForMail,
  TicketForMail,
  TicketOnPage,
  WaitingForMail,
} from './db/mail/source-store.ts';
export type { ActivityRecord, OverviewStats, OverviewStore, TroubledBooking } from './db/overview/store.ts';
export type { Drift } from './db/overview/verify-checks.ts';
export type { VerifyStore } from './db/overview/verify-store.ts';
export type { Page, PartOfList } from './db/page.ts';
export type { MoneyParts } from './db/payment/money.ts';
export type { FullReceipt, ReceiptRecord } from './db/payment/receipt-store.ts';
export type { OpenAtStripe, RefundAtStripe } from './db/payment/reconciling.ts';
export type { PaymentPlace } from './db/payment/row.ts';
export type { BookingOwner, RefundDue, RefundRecord } from './db/payment/store.ts';
export type { RateLimit } from './db/rate-limit-store.ts';

interface Settings {
  accounts: AccountSettings;
  images?: ImageBucket;
}

/** Every store of a request, by the name under which use cases ask for it. Nothing connects until it is used. */
export function createStores(db: () => Db, ground: Ground, settings: Settings) {
  return {
    users: createUserStore(db),
    accounts: createAccounts(db, settings.accounts, ground),
    staff: createStaffStore(db, ground),
    settings: createSettingsStore(db, ground),
    events: createEventStore(db, ground),
    listing: createListingStore(db),
    images: createImageStore(db, settings.images),
    bookings: createBookingStore(db),
    coupons: createCouponStore(db, ground),
    waiting: createWaitingStore(db),
    guests: createGuestStore(db),
    payments: createPaymentStore(db),
    receipts: createReceiptStore(db),
    outbox: createOutbox(db),
    mailSources: createMailSourceStore(db),
    doors: createDoorStore(db),
    devices: createDeviceStore(db, ground),
    doorSales: createDoorSaleStore(db, ground),
    rehearsals: createRehearsalStore(db, ground),
    overview: createOverviewStore(db),
    verify: createVerifyStore(db),
    rateLimits: createRateLimitStore(db),
    idempotency: createIdempotencyStore(db),
  };
}
export type Stores = ReturnType<typeof createStores>;
