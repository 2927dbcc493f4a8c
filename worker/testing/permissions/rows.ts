import Stripe from 'stripe';
import { v7 } from 'uuid';
import type { Permission } from '#domain/account/permission.ts';
import type { ErrorCode } from '#domain/refusals.ts';
import type { ApiCall } from '../api-client.ts';
import type { SaleOptions } from '../event-on-sale.ts';
import { PASSWORD, picture, type Booked, type Setting } from './setting.ts';

/** The request that the operation's path and body are filled with. */
export interface Request extends ApiCall {
  /** Names in the path. */
  at?: Record<string, string>;
  query?: string;
  /** Requests of the object's owners that succeed as well: by its link, or by their account. */
  owners?: (ApiCall & { query?: string })[];
}

/** The callers that may use an operation, and a request that succeeds for them. */
export interface Row {
  /** As the OpenAPI document names it. */
  operation: string;
  /** Which of several uses of the operation this is. */
  use?: string;
  status: number;
  /** Everyone; an account; owners alone; or staff with all of these permissions. */
  who: 'everyone' | 'accounts' | 'owners' | { staff: Permission[]; or?: Permission[] };
  /** Staff limited to named events: those of the event, those of any event for their part, or none. */
  limited?: 'by event' | 'to their part' | 'never';
  /** For callers without any of these permissions the object does not exist. `true`: for all who may not. */
  hidden?: Permission[] | true;
  /** Devices of the event that succeed. */
  devices?: 'all' | 'selling' | 'supervising';
  /** Other codes for some of the callers that are refused. */
  instead?: Partial<Record<'visitor' | 'link' | 'device' | 'scanners' | 'everyone', ErrorCode>>;
  event?: SaleOptions;
  /** `by` are the credentials of the caller who succeeds, for what has to be their own. */
  request(of: Setting, by: ApiCall): Request | Promise<Request>;
  /** Whether a list that everyone may ask for has the event's entry in it. */
  shows?(json: never, of: Setting): boolean;
}

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const draft: SaleOptions = { status: 'draft', event: { venue_name: 'Hall' } };
const ended: SaleOptions = { event: { starts_at: inHours(-9), ends_at: inHours(-3) } };
const VERSION = { version: 1 };
const ofEvent = ({ eventId }: Setting) => ({ at: { id: eventId } });
const atDoor = ({ eventId }: Setting) => ({ at: { eventId } });
const key = () => ({ 'idempotency-key': v7() });
const newEvent = () => ({
  title: 'Night',
  startsAt: inHours(48),
  endsAt: inHours(50),
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
});
const newAddress = () => `grace.${v7()}@example.com`;
const items = (of: Setting, type: 'free' | 'paid' = 'free') => [{ ticketTypeId: of.typeIds[type], quantity: 1 }];
const owned = async (booked: Promise<Booked> | Booked, request: Omit<Request, 'at' | 'owners'> = {}) => {
  const { id, bearer } = await booked;
  return { at: { id }, owners: [{ bearer }], ...request };
};
const ownedTicket = async (booked: Promise<Booked>, request: Omit<Request, 'at' | 'owners'> = {}) => {
  const { ticketIds, bearer } = await booked;
  return { at: { id: ticketIds[0]! }, owners: [{ bearer }], ...request };
};
const noAccount = { visitor: 'not_signed_in', link: 'forbidden', device: 'forbidden' } as const;

const everyone = (operation: string, request: Row['request'], status = 200): Row => ({
  operation,
  status,
  who: 'everyone',
  request,
});
const account = (operation: string, request: Row['request'] = () => ({})): Row => ({
  operation,
  status: 200,
  who: 'accounts',
  request,
});
type Asked = Row['request'] | (Partial<Row> & { request: Row['request']; or?: Permission[] });
/** For staff with these permissions at the event, each of them needed. */
function staff(operation: string, needed: Permission[], asked: Asked): Row {
  const { or, ...row }: Exclude<Asked, Row['request']> = typeof asked === 'function' ? { request: asked } : asked;
  const who = or ? { staff: needed, or } : { staff: needed };
  return { operation, status: 200, who, limited: 'by event', ...row };
}

const accounts: Row[] = [
  everyone('POST /auth/sign-up/email', () => ({ body: { name: 'Ada', email: newAddress(), password: PASSWORD } })),
  everyone('POST /auth/sign-in/email', async (of) => {
    const email = newAddress();
    await of.made('POST', '/auth/sign-up/email', { body: { name: 'Ada', email, password: PASSWORD } });
    return { body: { email, password: PASSWORD } };
  }),
  everyone('POST /auth/sign-in/social', () => ({ body: { provider: 'github' } })),
  everyone('POST /auth/sign-out', () => ({})),
  { ...account('POST /auth/revoke-sessions'), instead: { link: 'not_signed_in', device: 'not_signed_in' } },
  everyone('POST /auth/request-password-reset', () => ({ body: { email: newAddress() } })),
  everyone('POST /auth/reset-password', async (of) => {
    const email = newAddress();
    await of.made('POST', '/auth/sign-up/email', { body: { name: 'Ada', email, password: PASSWORD } });
    await of.made('POST', '/auth/request-password-reset', { body: { email } });
    const url = await of.one(
      `select payload ->> 'url' as id from outbox where kind = 'reset_password' and recipient = $1`,
      email,
    );
    return { body: { token: url.split('#')[1], newPassword: 'another password' } };
  }),
  account('POST /auth/change-password', () => ({
    body: { currentPassword: PASSWORD, newPassword: 'another password' },
  })),
  account('POST /auth/change-email', () => ({ body: { newEmail: newAddress(), password: PASSWORD } })),
  account('POST /auth/send-verification-email'),
  account('POST /auth/verify-email', async (of, by) => {
    const { id, email } = (await of.made('GET', '/auth/me', by)).json;
    await of.ground.db.query('update users set email_verified = false where id = $1', [id]);
    await of.made('POST', '/auth/send-verification-email', by);
    const url = await of.one(
      `select payload ->> 'url' as id from outbox where kind = 'verify_address' and recipient = $1 order by created_at desc limit 1`,
      email,
    );
    return { body: { token: url.split('#')[1] } };
  }),
  account('PATCH /auth/me', () => ({ body: { name: 'Grace' } })),
  account('GET /auth/me'),
  everyone('GET /auth/get-session', () => ({})),
];

const bookings: Row[] = [
  everyone(
    'POST /bookings/create',
    (of) => ({ body: { eventId: of.eventId, items: items(of), buyer: { name: 'Ada', email: newAddress() } } }),
    201,
  ),
  ...['bookings', 'waiting-list'].map((list): Row => ({
    operation: `GET /${list}/user/{userId}`,
    status: 200,
    who: 'owners',
    hidden: true,
    instead: noAccount,
    request: async (of) => {
      const email = newAddress();
      const cookie = await of.ground.signUp(email);
      const { id: userId } = (await of.made('GET', '/auth/me', { cookie })).json;
      return { at: { userId }, owners: [{ cookie }] };
    },
  })),
  staff('GET /bookings/{id}', ['VIEW_BOOKING'], { hidden: true, request: (of) => owned(of.book()) }),
  staff('DELETE /bookings/{id}', ['DELETE_BOOKING', 'VIEW_BOOKING'], {
    hidden: ['VIEW_BOOKING'],
    request: (of) => owned(of.book()),
  }),
  staff('PUT /bookings/{id}/status', ['EDIT_BOOKING'], {
    hidden: ['VIEW_BOOKING'],
    request: async (of) => {
      const { id } = await of.book('paid', { method: 'at_door' });
      return { at: { id }, body: { status: 'confirmed', paidBy: 'cash' } };
    },
  }),
  everyone('POST /bookings/links', () => ({ body: { email: newAddress() } })),
  staff('POST /bookings/{id}/again', ['EDIT_BOOKING'], {
    hidden: true,
    status: 201,
    request: (of) => owned(of.expired()),
  }),
  staff('POST /bookings/{id}/complete', ['EDIT_BOOKING'], {
    hidden: true,
    request: (of) => owned(of.offered(), { body: {} }),
  }),
  staff('PUT /bookings/{id}/answers', ['EDIT_BOOKING'], {
    hidden: true,
    request: (of) => owned(of.book(), { body: { answers: [{ questionId: of.event.questionIds[0], value: 'Tea' }] } }),
  }),
  staff('POST /bookings/{id}/cancel-tickets', ['DELETE_BOOKING', 'VIEW_BOOKING'], {
    hidden: ['VIEW_BOOKING'],
    request: async (of) => {
      const { id, ticketIds } = await of.book();
      return { at: { id }, body: { ticketIds: [ticketIds[0]], refund: false } };
    },
  }),
  staff('GET /bookings/{id}/history', ['VIEW_BOOKING'], {
    hidden: true,
    request: async (of) => ({ at: { id: (await of.book()).id } }),
  }),
  staff('GET /bookings/{id}/receipts', ['VIEW_BOOKING'], { hidden: true, request: (of) => owned(of.paid()) }),
  staff('PUT /bookings/{id}/billing', ['EDIT_BOOKING'], {
    hidden: true,
    request: (of) => owned(of.paid(), { body: { company: 'Analytical' } }),
  }),
  staff('GET /receipts/{id}.pdf', ['VIEW_BOOKING'], {
    hidden: true,
    request: async (of) => {
      const booked = await of.paid();
      return { at: { id: await of.receiptOf(booked) }, owners: [{ bearer: booked.bearer }] };
    },
  }),
  staff('GET /events/{id}/bookings', ['VIEW_BOOKING'], ofEvent),
  staff('POST /events/{id}/bookings', ['CREATE_BOOKING'], {
    status: 201,
    request: (of) => ({
      ...ofEvent(of),
      body: { items: items(of), buyer: { name: 'Ada', email: of.email }, method: 'complimentary' },
    }),
  }),
  staff('POST /events/{id}/bookings/quote', ['CREATE_BOOKING'], (of) => ({
    ...ofEvent(of),
    body: { items: items(of, 'paid'), method: 'cash' },
  })),
  staff('GET /events/{id}/cancellation', ['VIEW_BOOKING'], ofEvent),
  everyone('POST /coupons/validate', (of) => ({
    body: { eventId: of.eventId, code: 'EARLY', items: items(of, 'paid') },
  })),
  staff('GET /events/{id}/coupons', ['VIEW_EVENT'], ofEvent),
  staff('POST /events/{id}/coupons', ['EDIT_EVENT'], {
    status: 201,
    request: (of) => ({ ...ofEvent(of), body: { code: 'LATE', kind: 'percent', value: 500 } }),
  }),
  staff('PATCH /events/{id}/coupons/{couponId}', ['EDIT_EVENT'], (of) => ({
    at: { id: of.eventId, couponId: of.event.couponIds[0]! },
    body: { note: 'For friends' },
  })),
  staff('DELETE /events/{id}/coupons/{couponId}', ['EDIT_EVENT'], (of) => ({
    at: { id: of.eventId, couponId: of.event.couponIds[0]! },
  })),
  staff('GET /events/{id}/guest-list', ['VIEW_BOOKING'], ofEvent),
  staff('POST /events/{id}/guest-list', ['CREATE_BOOKING'], {
    status: 201,
    request: (of) => ({
      ...ofEvent(of),
      body: { ticketTypeId: of.typeIds.free, guests: [{ name: 'Grace', plus: 1 }] },
    }),
  }),
  everyone(
    'POST /events/{id}/waiting-list',
    async (of) => {
      if (Number(await of.one('select sold as id from quotas where id = $1', of.event.quotaIds[0])) === 0)
        await of.book('soldOut');
      const body = { ticketTypeId: of.typeIds.soldOut, quantity: 1, name: 'Ada', email: newAddress() };
      return { ...ofEvent(of), body };
    },
    201,
  ),
  staff('GET /events/{id}/waiting-list', ['VIEW_BOOKING'], ofEvent),
  ...(['GET', 'DELETE'] as const).map((method) =>
    staff(`${method} /waiting-list/{id}`, [method === 'GET' ? 'VIEW_BOOKING' : 'EDIT_BOOKING'], {
      hidden: true,
      request: async (of) => {
        const { id, bearer } = await of.waiting();
        return { at: { id }, owners: [{ bearer }] };
      },
    }),
  ),
];

const payments: Row[] = [
  staff('POST /payments/create', ['EDIT_BOOKING'], {
    hidden: true,
    request: async (of) => {
      const { id, bearer } = await of.book('paid');
      return { body: { bookingId: id }, owners: [{ bearer }] };
    },
  }),
  staff('POST /payments/verify', ['VIEW_BOOKING'], {
    hidden: true,
    request: async (of) => {
      const { booked, paymentId } = await of.payingByCard();
      return { body: { paymentId }, owners: [{ bearer: booked.bearer }] };
    },
  }),
  staff('GET /payments/{id}/status', ['VIEW_BOOKING'], {
    hidden: true,
    request: async (of) => {
      const { booked, paymentId } = await of.payingByCard();
      return { at: { id: paymentId }, owners: [{ bearer: booked.bearer }] };
    },
  }),
  {
    operation: 'POST /payments/webhook',
    status: 200,
    who: 'owners',
    instead: { everyone: 'invalid_signature' },
    request: ({ ground }) => {
      const created = Math.floor(Date.now() / 1000);
      const about = { type: 'ping', livemode: false, created, data: { object: {} } };
      const payload = JSON.stringify({ id: `evt_${v7()}`, object: 'event', ...about });
      const { webhooks } = new Stripe('sk_test_matrix');
      const signature = webhooks.generateTestHeaderString({ payload, secret: ground.webhookSecret });
      return { body: payload, owners: [{ headers: { 'stripe-signature': signature } }] };
    },
  },
  staff('POST /payments/{id}/refunds', ['EDIT_BOOKING'], {
    hidden: ['VIEW_BOOKING'],
    status: 201,
    instead: noAccount,
    request: async (of) => ({
      at: { id: await of.paymentOf(await of.paid()) },
      body: { amountMinor: 100, reason: 'Rain', handOver: 'later' },
    }),
  }),
  staff('GET /payments/{id}/refunds', ['VIEW_BOOKING'], {
    hidden: true,
    instead: noAccount,
    request: async (of) => ({ at: { id: await of.paymentOf(await of.paid()) } }),
  }),
  staff('POST /refunds/{id}/settle', ['EDIT_BOOKING'], {
    hidden: ['VIEW_BOOKING'],
    instead: noAccount,
    request: async (of) => ({ at: { id: await of.failedRefund() } }),
  }),
];

const tickets: Row[] = [
  {
    operation: 'GET /tickets/{id}.png',
    status: 200,
    who: 'owners',
    hidden: true,
    request: (of) => ownedTicket(of.book()),
  },
  staff('GET /tickets/{id}.ics', ['VIEW_BOOKING'], {
    or: ['CHECK_IN'],
    hidden: true,
    devices: 'all',
    request: (of) => ownedTicket(of.book()),
  }),
  staff('GET /tickets/{id}', ['VIEW_BOOKING'], {
    or: ['CHECK_IN'],
    hidden: true,
    devices: 'all',
    request: (of) => ownedTicket(of.book()),
  }),
  staff('PATCH /tickets/{id}', ['EDIT_BOOKING'], {
    hidden: ['VIEW_BOOKING', 'CHECK_IN'],
    request: (of) => ownedTicket(of.book(), { body: { attendeeName: 'Grace' } }),
  }),
  staff('POST /tickets/{id}/transfer', ['EDIT_BOOKING'], {
    hidden: ['VIEW_BOOKING', 'CHECK_IN'],
    request: (of) => ownedTicket(of.book(), { body: { name: 'Grace', email: newAddress() } }),
  }),
];

const events: Row[] = [
  everyone('GET /events', () => ({})),
  staff('POST /events', ['CREATE_EVENT'], { limited: 'never', status: 201, request: () => ({ body: newEvent() }) }),
  staff('GET /events/staff', ['VIEW_EVENT'], {
    limited: 'to their part',
    shows: ({ items: listed }: { items: { id: string }[] }, { eventId }) => listed.some(({ id }) => id === eventId),
    request: () => ({}),
  }),
  { ...everyone('GET /events/{idOrSlug}', (of) => ({ at: { idOrSlug: of.eventId } })), use: 'published' },
  staff('GET /events/{idOrSlug}', ['VIEW_EVENT'], {
    use: 'a draft',
    event: draft,
    hidden: true,
    request: async (of) => {
      const query = `?preview=${await of.previewToken()}`;
      return { at: { idOrSlug: of.eventId }, owners: [{ query }] };
    },
  }),
  staff('GET /events/{id}/staff', ['VIEW_EVENT'], ofEvent),
  staff('PATCH /events/{id}', ['EDIT_EVENT'], (of) => ({ ...ofEvent(of), body: { ...VERSION, title: 'Day' } })),
  staff('DELETE /events/{id}', ['DELETE_EVENT'], { event: draft, request: ofEvent }),
  staff('PUT /events/{id}/ticket-types', ['EDIT_EVENT'], (of) => ({
    ...ofEvent(of),
    body: { ...VERSION, quotas: [{ id: of.event.quotaId, name: 'House', size: 50 }], ticketTypes: [] },
  })),
  staff('PUT /events/{id}/gates', ['EDIT_EVENT'], (of) => ({ ...ofEvent(of), body: { gates: [{ name: 'East' }] } })),
  staff('PUT /events/{id}/questions', ['EDIT_EVENT'], (of) => ({
    ...ofEvent(of),
    body: { ...VERSION, questions: [] },
  })),
  staff('POST /events/{id}/publish', ['EDIT_EVENT'], { event: draft, request: ofEvent }),
  staff('POST /events/{id}/cancel', ['MANAGE_EVENTS'], (of) => ({ ...ofEvent(of), body: { refund: false } })),
  staff('POST /events/{id}/archive', ['MANAGE_EVENTS'], { event: ended, request: ofEvent }),
  staff('POST /events/{id}/duplicate', ['CREATE_EVENT', 'VIEW_EVENT'], {
    limited: 'never',
    status: 201,
    request: ofEvent,
  }),
  everyone('GET /events/{id}/availability', ofEvent),
  staff('POST /images', ['EDIT_EVENT'], {
    or: ['CREATE_EVENT'],
    limited: 'to their part',
    status: 201,
    request: () => picture,
  }),
  everyone('GET /images/{id}', async (of) => ({
    at: { id: (await of.made('POST', '/images', { ...of.ground.root, ...picture })).json.id },
  })),
];

const door: Row[] = [
  staff('GET /checkin/events', ['CHECK_IN'], {
    limited: 'to their part',
    devices: 'all',
    shows: ({ items: listed }: { items: { id: string }[] }, { eventId }) => listed.some(({ id }) => id === eventId),
    request: () => ({}),
  }),
  staff('POST /checkin/validate', ['CHECK_IN'], {
    devices: 'all',
    request: (of) => ({ body: { eventId: of.eventId, code: 'AAAA-AAAA' } }),
  }),
  staff('POST /checkin/mark', ['CHECK_IN'], {
    devices: 'all',
    request: async (of) => {
      const [ticketId] = (await of.book()).ticketIds;
      return { body: { eventId: of.eventId, scanId: v7(), ticketId } };
    },
  }),
  staff('POST /checkin/undo', ['CHECK_IN'], {
    use: 'a scan of one’s own',
    devices: 'all',
    request: async (of, by) => ({ body: { eventId: of.eventId, scanId: await of.admitted(by), reason: 'By mistake' } }),
  }),
  staff('POST /checkin/undo', ['CHECK_IN', 'EDIT_EVENT'], {
    use: 'another’s scan',
    instead: { scanners: 'not_your_scan' },
    request: async (of) => ({
      body: { eventId: of.eventId, scanId: await of.admitted(of.ground.root), reason: 'By mistake' },
    }),
  }),
  staff('POST /checkin/override', ['CHECK_IN', 'EDIT_EVENT'], {
    devices: 'supervising',
    request: async (of) => ({
      body: { eventId: of.eventId, scanId: await of.refused(of.ground.root), reason: 'I know them' },
    }),
  }),
  staff('POST /checkin/conflicts/{conflictId}/close', ['EDIT_EVENT'], {
    devices: 'supervising',
    request: async (of) => ({ at: { conflictId: await of.conflict() }, body: { eventId: of.eventId } }),
  }),
  staff('GET /checkin/event/{eventId}/party', ['CHECK_IN'], {
    devices: 'all',
    request: async (of) => ({ ...atDoor(of), query: `?ticketId=${(await of.book()).ticketIds[0]}` }),
  }),
  staff('POST /checkin/event/{eventId}/ticket', ['CHECK_IN'], {
    use: 'to scan',
    devices: 'all',
    request: (of) => ({ ...atDoor(of), body: {} }),
  }),
  staff('POST /checkin/event/{eventId}/ticket', ['VIEW_EVENT'], {
    use: 'to watch',
    or: ['CHECK_IN'],
    devices: 'all',
    request: (of) => ({ ...atDoor(of), body: { listenOnly: true } }),
  }),
  staff('GET /checkin/event/{eventId}/stats', ['VIEW_EVENT'], { or: ['CHECK_IN'], devices: 'all', request: atDoor }),
  staff('GET /checkin/event/{eventId}/search', ['CHECK_IN'], {
    devices: 'all',
    request: (of) => ({ ...atDoor(of), query: '?q=Ada' }),
  }),
  staff('GET /checkin/event/{eventId}/attendees', ['VIEW_BOOKING'], atDoor),
  staff('GET /checkin/event/{eventId}/pack', ['CHECK_IN'], { devices: 'all', request: atDoor }),
  staff('POST /checkin/pay', ['SELL', 'CHECK_IN'], {
    devices: 'selling',
    request: async (of, by) => ({ body: { eventId: of.eventId, scanId: await of.unpaid(by), method: 'cash' } }),
  }),
  staff('GET /checkin/event/{eventId}/offer', ['SELL'], { devices: 'selling', request: atDoor }),
  staff('POST /checkin/event/{eventId}/sell', ['SELL', 'CHECK_IN'], {
    devices: 'selling',
    status: 201,
    request: (of) => ({ ...atDoor(of), body: { items: items(of, 'paid'), method: 'cash' }, headers: key() }),
  }),
  staff('GET /checkin/event/{eventId}/shift', ['SELL', 'CHECK_IN'], { devices: 'selling', request: atDoor }),
  staff('POST /checkin/event/{eventId}/shift/end', ['SELL', 'CHECK_IN'], {
    devices: 'selling',
    request: (of) => ({ ...atDoor(of), body: {} }),
  }),
  staff('GET /events/{id}/devices', ['EDIT_EVENT'], ofEvent),
  staff('POST /events/{id}/devices', ['EDIT_EVENT'], {
    use: 'to scan',
    status: 201,
    request: (of) => ({ ...ofEvent(of), body: {} }),
  }),
  staff('POST /events/{id}/devices', ['EDIT_EVENT', 'SELL'], {
    use: 'to sell',
    status: 201,
    request: (of) => ({ ...ofEvent(of), body: { maySell: true } }),
  }),
  staff('DELETE /events/{id}/devices/pairings/{pairingId}', ['EDIT_EVENT'], async (of) => ({
    at: { id: of.eventId, pairingId: (await of.pairing()).id },
  })),
  everyone(
    'POST /devices/pair',
    async (of) => ({ body: { pairingCode: (await of.pairing()).code, name: 'Ada' } }),
    201,
  ),
  staff('PATCH /devices/{deviceId}', ['EDIT_EVENT'], {
    hidden: ['VIEW_EVENT'],
    instead: { visitor: 'not_signed_in', device: 'not_found' },
    request: async (of) => ({ at: { deviceId: (await of.device()).id }, body: { name: 'Grace' } }),
  }),
  staff('DELETE /devices/{deviceId}', ['EDIT_EVENT'], {
    hidden: ['VIEW_EVENT'],
    instead: { visitor: 'not_signed_in', device: 'not_found' },
    request: async (of) => {
      const { id, bearer } = await of.device();
      return { at: { deviceId: id }, owners: [{ bearer }] };
    },
  }),
  ...(['GET', 'POST', 'DELETE'] as const).map((method) =>
    staff(`${method} /events/{id}/rehearsal`, ['EDIT_EVENT'], (of) => ({
      ...ofEvent(of),
      ...(method === 'POST' ? { body: {} } : {}),
    })),
  ),
];

const office: Row[] = [
  staff('GET /dashboard/stats', ['VIEW_EVENT'], {
    limited: 'to their part',
    shows: ({ bookings: counted }: { bookings: { confirmed: number } }) => counted.confirmed > 1,
    request: async (of) => (await of.book(), await of.book(), {}),
  }),
  staff('GET /dashboard/activity', ['VIEW_REPORTS'], {
    limited: 'to their part',
    shows: ({ items: listed }: { items: { event: { id: string } | null }[] }, { eventId }) =>
      listed.some(({ event }) => event?.id === eventId),
    request: async (of) => {
      await of.pairing();
      return {};
    },
  }),
  staff('GET /outbox', ['VIEW_BOOKING'], {
    limited: 'to their part',
    shows: ({ items: listed }: { items: unknown[] }) => listed.length > 0,
    request: async (of) => ({ query: `?bookingId=${(await of.book()).id}` }),
  }),
  staff('POST /outbox/{id}/resend', ['EDIT_BOOKING'], async (of) => ({ at: { id: await of.mailOf(await of.book()) } })),
  staff('GET /settings', ['EDIT_EVENT'], { limited: 'to their part', request: () => ({}) }),
  {
    operation: 'PATCH /settings',
    status: 200,
    who: 'owners',
    request: async (of) => {
      const version = Number(await of.one(`select version as id from organization`));
      return { body: { version, legalName: `Analytical ${v7()}` }, owners: [of.ground.root] };
    },
  },
  staff('GET /staff', ['MANAGE_USERS'], { limited: 'never', request: () => ({}) }),
  staff('POST /staff', ['MANAGE_USERS', 'CHECK_IN'], {
    limited: 'never',
    status: 201,
    request: () => ({ body: { name: 'Grace', email: newAddress(), role: 'door_crew' } }),
  }),
  staff('PATCH /staff/{id}', ['MANAGE_USERS'], {
    limited: 'never',
    request: async (of) => ({ at: { id: await of.ground.crew() }, body: { eventIds: [of.eventId] } }),
  }),
  everyone('GET /health', () => ({})),
  everyone('GET /health/ready', () => ({})),
];

export const ROWS: readonly Row[] = [...accounts, ...bookings, ...payments, ...tickets, ...events, ...door, ...office];
