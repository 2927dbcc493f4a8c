import { Hono } from 'hono';
import type { AppEnv } from './app-env.ts';
import { eventAvailability } from './availability.ts';
import { auth } from './auth.ts';
import { bookings, eventBookings } from './bookings.ts';
import { withCaller } from './caller.ts';
import { checkin } from './checkin.ts';
import { coupons, eventCoupons } from './coupons.ts';
import { devices, eventDevices } from './devices.ts';
import { doorPack } from './door-pack.ts';
import { doorSales } from './door-sales.ts';
import { dashboard } from './dashboard.ts';
import { documented } from './documented.ts';
import { eventChanges } from './event-changes.ts';
import { eventCopies } from './event-copies.ts';
import { eventLists } from './event-lists.ts';
import { events } from './events.ts';
import { guestList } from './guest-list.ts';
import { health } from './health.ts';
import { images } from './images.ts';
import { onError } from './on-error.ts';
import { outbox } from './outbox.ts';
import { payments } from './payments.ts';
import { paymentRefunds, refunds } from './refunds.ts';
import { bookingReceipts, receipts } from './receipts.ts';
import { rehearsals } from './rehearsals.ts';
import { refuse } from './refuse.ts';
import { limitBody, requireJson, requireOwnOrigin } from './request-rules.ts';
import { settings } from './settings.ts';
import { staffBookings } from './staff-bookings.ts';
import { staff } from './staff.ts';
import { tickets } from './tickets.ts';
import { eventWaitingList, waitingList } from './waiting-list.ts';

/** Everything under `/api/v1`. The routes are chained so that the app's client knows them by type. */
export function createApi() {
  const api = new Hono<AppEnv>().basePath('/api/v1');
  api.onError(onError);
  api.notFound((c) => refuse(c, { code: 'not_found' }));
  api.use(limitBody, requireJson, requireOwnOrigin, withCaller);
  const routed = api
    .route('/auth', auth)
    .route('/bookings', bookings)
    .route('/bookings', bookingReceipts)
    .route('/checkin', checkin)
    .route('/checkin', doorPack)
    .route('/checkin', doorSales)
    .route('/coupons', coupons)
    .route('/dashboard', dashboard)
    .route('/events', eventLists)
    .route('/devices', devices)
    .route('/events', events)
    .route('/events', eventChanges)
    .route('/events', eventCopies)
    .route('/events', eventAvailability)
    .route('/events', eventBookings)
    .route('/events', staffBookings)
    .route('/events', eventCoupons)
    .route('/events', eventDevices)
    .route('/events', guestList)
    .route('/events', rehearsals)
    .route('/events', eventWaitingList)
    .route('/health', health)
    .route('/images', images)
    .route('/outbox', outbox)
    .route('/payments', payments)
    .route('/payments', paymentRefunds)
    .route('/receipts', receipts)
    .route('/refunds', refunds)
    .route('/settings', settings)
    .route('/staff', staff)
    .route('/tickets', tickets)
    .route('/waiting-list', waitingList);
  documented(routed);
  return routed;
}

export type Api = ReturnType<typeof createApi>;
