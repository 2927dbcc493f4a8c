import type { z } from 'zod';
import type { CreateCoupon, UpdateCoupon } from '#contract/booking/coupon.ts';
import type { CreateRefund } from '#contract/payment/refund.ts';
import { api, ask } from '$lib/api.ts';

type Fetch = typeof globalThis.fetch;
const at = (id: string) => ({ param: { id } });

export const coupons = {
  list: (eventId: string, fetch?: Fetch) => ask(api({ fetch }).events[':id'].coupons.$get(at(eventId))),
  create: (eventId: string, json: z.input<typeof CreateCoupon>) =>
    ask(api().events[':id'].coupons.$post({ ...at(eventId), json })),
  update: (eventId: string, couponId: string, json: z.input<typeof UpdateCoupon>) =>
    ask(api().events[':id'].coupons[':couponId'].$patch({ param: { id: eventId, couponId }, json })),
  archive: (eventId: string, couponId: string) =>
    ask(api().events[':id'].coupons[':couponId'].$delete({ param: { id: eventId, couponId } })),
};

export const waitingList = {
  list: (eventId: string, query: Record<string, string>, fetch?: Fetch) =>
    ask(api({ fetch }).events[':id']['waiting-list'].$get({ ...at(eventId), query })),
  remove: (entryId: string) => ask(api()['waiting-list'][':id'].$delete(at(entryId))),
};

export const receipts = { list: (bookingId: string) => ask(api().bookings[':id'].receipts.$get(at(bookingId))) };

export const refunds = {
  list: (paymentId: string) => ask(api().payments[':id'].refunds.$get(at(paymentId))),
  ask: (paymentId: string, idempotencyKey: string, json: z.input<typeof CreateRefund>) =>
    ask(api({ idempotencyKey }).payments[':id'].refunds.$post({ ...at(paymentId), json })),
  settle: (refundId: string) => ask(api().refunds[':id'].settle.$post(at(refundId))),
};
