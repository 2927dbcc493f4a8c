import type { z } from 'zod';
import type {
  BookingQuery,
  CancelTickets,
  ChangeBookingStatus,
  CreateStaffBooking,
  QuoteStaffBooking,
} from '#contract/booking/booking.ts';
import type { CreateCoupon, UpdateCoupon } from '#contract/booking/coupon.ts';
import type { AddGuests } from '#contract/booking/guest-list.ts';
import type {
  CancelEvent,
  CreateEvent,
  EventStaffQuery,
  SaveGates,
  SaveQuestions,
  SaveTicketTypes,
  UpdateEvent,
} from '#contract/event/event.ts';
import type { DeviceEdit, NewPairing } from '#contract/door/device.ts';
import type { UpdateSettings } from '#contract/organization/settings.ts';
import type { CreateRefund } from '#contract/payment/refund.ts';
import type { InviteStaff, UpdateStaff } from '#contract/account/staff.ts';
import { api, ask } from '$lib/api.ts';

/** A query in the form of an address: strings. The API refuses unknown names. */
type Query<T> = { [K in keyof T]?: T[K] extends number | undefined ? string : T[K] };
type Texts = Record<string, string>;
type Fetch = typeof globalThis.fetch;
const at = (id: string) => ({ param: { id } });

export const events = {
  list: (query: Texts, fetch?: Fetch) =>
    ask(api({ fetch }).events.staff.$get({ query: query as Query<z.infer<typeof EventStaffQuery>> })),
  one: (id: string, fetch?: Fetch) => ask(api({ fetch }).events[':id'].staff.$get(at(id))),
  create: (json: z.input<typeof CreateEvent>) => ask(api().events.$post({ json })),
  update: (id: string, json: z.input<typeof UpdateEvent>) => ask(api().events[':id'].$patch({ ...at(id), json })),
  saveTypes: (id: string, json: z.input<typeof SaveTicketTypes>) =>
    ask(api().events[':id']['ticket-types'].$put({ ...at(id), json })),
  saveGates: (id: string, json: z.input<typeof SaveGates>) => ask(api().events[':id'].gates.$put({ ...at(id), json })),
  publish: (id: string) => ask(api().events[':id'].publish.$post(at(id))),
  saveQuestions: (id: string, json: z.input<typeof SaveQuestions>) =>
    ask(api().events[':id'].questions.$put({ ...at(id), json })),
  cancel: (id: string, json: z.input<typeof CancelEvent>) => ask(api().events[':id'].cancel.$post({ ...at(id), json })),
  cancellation: (id: string) => ask(api().events[':id'].cancellation.$get(at(id))),
  archive: (id: string) => ask(api().events[':id'].archive.$post(at(id))),
  duplicate: (id: string) => ask(api().events[':id'].duplicate.$post(at(id))),
  remove: (id: string) => ask(api().events[':id'].$delete(at(id))),
};

export const bookings = {
  list: (id: string, query: Texts, fetch?: Fetch) =>
    ask(api({ fetch }).events[':id'].bookings.$get({ ...at(id), query: query as Query<z.infer<typeof BookingQuery>> })),
  one: (id: string) => ask(api().bookings[':id'].$get(at(id))),
  history: (id: string) => ask(api().bookings[':id'].history.$get(at(id))),
  create: (eventId: string, idempotencyKey: string, json: z.input<typeof CreateStaffBooking>) =>
    ask(api({ idempotencyKey }).events[':id'].bookings.$post({ ...at(eventId), json })),
  quote: (eventId: string, json: z.input<typeof QuoteStaffBooking>) =>
    ask(api().events[':id'].bookings.quote.$post({ ...at(eventId), json })),
  change: (id: string, json: z.input<typeof ChangeBookingStatus>) =>
    ask(api().bookings[':id'].status.$put({ ...at(id), json })),
  cancelTickets: (id: string, json: z.input<typeof CancelTickets>) =>
    ask(api().bookings[':id']['cancel-tickets'].$post({ ...at(id), json })),
};

export const tickets = {
  one: (id: string) => ask(api().tickets[':id'].$get(at(id))),
  rename: (id: string, attendeeName: string) => ask(api().tickets[':id'].$patch({ ...at(id), json: { attendeeName } })),
  transfer: (id: string, to: { name: string; email: string }) =>
    ask(api().tickets[':id'].transfer.$post({ ...at(id), json: to })),
};

export const mail = {
  list: (query: Texts, fetch?: Fetch) => ask(api({ fetch }).outbox.$get({ query })),
  resend: (id: string) => ask(api().outbox[':id'].resend.$post(at(id))),
};

export const staff = {
  list: (fetch?: Fetch) => ask(api({ fetch }).staff.$get()),
  invite: (json: z.input<typeof InviteStaff>) => ask(api().staff.$post({ json })),
  update: (id: string, json: z.input<typeof UpdateStaff>) => ask(api().staff[':id'].$patch({ ...at(id), json })),
};

export const settings = {
  find: (fetch?: Fetch) => ask(api({ fetch }).settings.$get()),
  save: (json: z.input<typeof UpdateSettings>) => ask(api().settings.$patch({ json })),
};

export const coupons = {
  list: (eventId: string, query: Texts, fetch?: Fetch) =>
    ask(api({ fetch }).events[':id'].coupons.$get({ ...at(eventId), query })),
  create: (eventId: string, json: z.input<typeof CreateCoupon>) =>
    ask(api().events[':id'].coupons.$post({ ...at(eventId), json })),
  update: (eventId: string, couponId: string, json: z.input<typeof UpdateCoupon>) =>
    ask(api().events[':id'].coupons[':couponId'].$patch({ param: { id: eventId, couponId }, json })),
  archive: (eventId: string, couponId: string) =>
    ask(api().events[':id'].coupons[':couponId'].$delete({ param: { id: eventId, couponId } })),
};

export const waitingList = {
  list: (eventId: string, query: Texts, fetch?: Fetch) =>
    ask(api({ fetch }).events[':id']['waiting-list'].$get({ ...at(eventId), query })),
  remove: (entryId: string) => ask(api()['waiting-list'][':id'].$delete(at(entryId))),
};

export const receipts = {
  list: (bookingId: string, query: Texts = {}) => ask(api().bookings[':id'].receipts.$get({ ...at(bookingId), query })),
};

export const refunds = {
  list: (paymentId: string, query: Texts = {}) => ask(api().payments[':id'].refunds.$get({ ...at(paymentId), query })),
  ask: (paymentId: string, idempotencyKey: string, json: z.input<typeof CreateRefund>) =>
    ask(api({ idempotencyKey }).payments[':id'].refunds.$post({ ...at(paymentId), json })),
  settle: (refundId: string) => ask(api().refunds[':id'].settle.$post(at(refundId))),
};

export const guestList = {
  list: (eventId: string, query: Texts, fetch?: Fetch) =>
    ask(api({ fetch }).events[':id']['guest-list'].$get({ ...at(eventId), query })),
  add: (eventId: string, idempotencyKey: string, json: z.input<typeof AddGuests>) =>
    ask(api({ idempotencyKey }).events[':id']['guest-list'].$post({ ...at(eventId), json })),
  remove: (bookingId: string) => ask(api().bookings[':id'].$delete(at(bookingId))),
};

export const dashboard = { stats: (fetch?: Fetch) => ask(api({ fetch }).dashboard.stats.$get()) };

export const door = {
  stats: (eventId: string, fetch?: Fetch) =>
    ask(api({ fetch }).checkin.event[':eventId'].stats.$get({ param: { eventId } })),
  attendees: (eventId: string, query: Texts, fetch?: Fetch) =>
    ask(api({ fetch }).checkin.event[':eventId'].attendees.$get({ param: { eventId }, query })),
};

export const devices = {
  list: (eventId: string) => ask(api().events[':id'].devices.$get(at(eventId))),
  makeLink: (eventId: string, json: z.input<typeof NewPairing>) =>
    ask(api().events[':id'].devices.$post({ ...at(eventId), json })),
  revokeLink: (id: string, pairingId: string) =>
    ask(api().events[':id'].devices.pairings[':pairingId'].$delete({ param: { id, pairingId } })),
  change: (deviceId: string, json: z.input<typeof DeviceEdit>) =>
    ask(api().devices[':deviceId'].$patch({ param: { deviceId }, json })),
  remove: (deviceId: string) => ask(api().devices[':deviceId'].$delete({ param: { deviceId } })),
};

export const rehearsals = {
  find: (eventId: string, fetch?: Fetch) => ask(api({ fetch }).events[':id'].rehearsal.$get(at(eventId))),
  begin: (eventId: string) => ask(api().events[':id'].rehearsal.$post({ ...at(eventId), json: {} })),
  end: (eventId: string) => ask(api().events[':id'].rehearsal.$delete(at(eventId))),
};

/** Uploads an image; the response carries its id and address. */
export const uploadImage = (file: File) =>
  ask(api().images.$post({}, { init: { body: file, headers: { 'Content-Type': file.type } } }));
