import { Hono } from 'hono';
import type { AppEnv } from './request/app-env.ts';
import { eventAvailability } from './event/availability.ts';
import { auth } from './account/auth.ts';
import { bookings, eventBookings } from './booking/bookings.ts';
import { withCaller } from './request/caller.ts';
import { checkin } from './door/checkin.ts';
import { coupons, eventCoupons } from './booking/coupons.ts';
import { devices, eventDevices } from './door/devices.ts';
import { doorPack } from './door/pack.ts';
import { doorSales } from './door/sales.ts';
import { dashboard } from './overview/dashboard.ts';
import { documented } from './request/documented.ts';
import { eventChanges } from './event/changes.ts';
import { eventCopies } from './event/copies.ts';
import { eventLists } from './event/lists.ts';
import { events } from './event/events.ts';
import { guestList } from './booking/guest-list.ts';
import { health } from './health.ts';
import { images } from './event/images.ts';
import { onError } from './request/on-error.ts';
import { outbox } from './mail/outbox.ts';
import { payments } from './payment/payments.ts';
import { paymentRefunds, refunds } from './payment/refunds.ts';
import { bookingReceipts, receipts } from './payment/receipts.ts';
import { rehearsals } from './door/rehearsals.ts';
import { refuse } from './request/refuse.ts';
import { limitBody, requireJson, requireOwnOrigin } from './request/request-rules.ts';
import { refuseUnknownInput } from './request/unknown-input.ts';
import { settings } from './organization/settings.ts';
import { staffBookings } from './booking/staff-bookings.ts';
import { staff } from './account/staff.ts';
import { tickets } from './ticket/tickets.ts';
import { eventWaitingList, waitingList } from './booking/waiting-list.ts';

/** Everything under `/api/v1`. The routes are chained so that the app's client knows them by type. */
export function createApi() {
  const api = new Hono<AppEnv>().basePath('/api/v1');
  api.onError(onError);
  api.notFound((c) => refuse(c, { code: 'not_found' }));
  api.use(limitBody, requireJson, requireOwnOrigin, withCaller, refuseUnknownInput);
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
