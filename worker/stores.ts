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
