import { composePayment } from './payment.ts';
import { composeMail } from './mail.ts';
import { createAccounts } from '../db/account/accounts.ts';
import { openDatabase, type Db } from '../db/client.ts';
import { createBookingStore } from '../db/booking/store.ts';
import { createCouponStore } from '../db/booking/coupon-store.ts';
import { createDeviceStore } from '../db/door/device-store.ts';
import { createDoorSaleStore } from '../db/door/sale-store.ts';
import { createDoorStore } from '../db/door/store.ts';
import { createEventStore } from '../db/event/store.ts';
import { createGuestStore } from '../db/booking/guest-store.ts';
import { createIdempotencyStore } from '../db/idempotency-store.ts';
import { createImageStore } from '../db/event/image-store.ts';
import { createListingStore } from '../db/event/listing-store.ts';
import { createOverviewStore } from '../db/overview/store.ts';
import { createRateLimitStore } from '../db/rate-limit-store.ts';
import { createRehearsalStore } from '../db/door/rehearsal-store.ts';
import { createSettingsStore } from '../db/organization/settings-store.ts';
import { createStaffStore } from '../db/account/staff-store.ts';
import { createUserStore } from '../db/account/user-store.ts';
import { createWaitingStore } from '../db/booking/waiting-store.ts';
import { createVerifyStore } from '../db/overview/verify-store.ts';
import type { Core, Deps, Seals } from '../deps.ts';
import type { Env, Settings } from '../env.ts';
import { passwords } from '../outside/account/password.ts';
import { createSeals } from '../outside/seals.ts';
import { consoleLog, systemClock, systemIds } from '../outside/system.ts';
import { ticketSigner } from '../outside/ticket/signer.ts';
import { createRooms } from './room-stubs.ts';
import { settingsOf } from './settings.ts';

const sealing = new WeakMap<Settings, Seals>();

/** One per isolate: its keys are derived once. */
function sealsOf(settings: Settings): Seals {
  const known = sealing.get(settings) ?? createSeals(settings.secret);
  sealing.set(settings, known);
  return known;
}

/** The dependencies of one request. Nothing is connected until it is used; what was is let go after the answer. */
export function createDeps(env: Env, ctx: ExecutionContext): { deps: Deps; close: () => void } {
  const settings = settingsOf(env);
  const { databaseUrl: url, databaseDriver: driver, baseUrl } = settings;
  let opened: Db | undefined;
  const db = () => (opened ??= openDatabase({ url, driver, name: 'everato-worker', maxConnections: 2 }));
  const core: Core = {
    clock: systemClock,
    ids: systemIds,
    log: consoleLog,
    seals: sealsOf(settings),
    signer: ticketSigner,
    rooms: createRooms(env, ctx),
    baseUrl,
  };
  const { smtpUrl, resendApiKey, binding } = settings.mail;
  const deps: Deps = {
    ...core,
    ...composePayment(settings, db, core.log),
    ...composeMail(db, env.ASSETS),
    users: createUserStore(db),
    accounts: createAccounts(db, authSettings(settings, core.seals), core),
    staff: createStaffStore(db, core),
    rateLimits: createRateLimitStore(db),
    idempotency: createIdempotencyStore(db),
    settings: createSettingsStore(db, core),
    events: createEventStore(db, core),
    listing: createListingStore(db),
    images: createImageStore(db, env.IMAGES),
    bookings: createBookingStore(db),
    coupons: createCouponStore(db, core),
    waiting: createWaitingStore(db),
    guests: createGuestStore(db),
    doors: createDoorStore(db),
    devices: createDeviceStore(db, core),
    doorSales: createDoorSaleStore(db, core),
    rehearsals: createRehearsalStore(db, core),
    overview: createOverviewStore(db),
    verify: createVerifyStore(db),
    configured: { stripe: settings.stripe !== null, mail: Boolean(smtpUrl || resendApiKey || binding) },
  };
  return { deps, close: () => opened && ctx.waitUntil(opened.$client.end()) };
}

const authSettings = ({ baseUrl, google, github }: Settings, seals: Seals) => ({
  baseUrl,
  google,
  github,
  passwords,
  /** Derived on first use: most requests sign no one in. */
  get secret() {
    return seals.derive('sessions');
  },
});
