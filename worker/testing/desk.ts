import { openDesk, type Desk, type DeskIds, type TypeOnSale } from '#domain/box-office/desk.ts';
import type { BookingAtDesk, LineAtDesk, TicketAtDesk } from '#domain/box-office/at-desk.ts';
import { taxByRate } from '#domain/box-office/tax-by-rate.ts';
import type { PaymentRecord } from '#domain/payment/payment.ts';

/* A desk with its facts, for tests of single decisions. */

export const now = new Date('2026-11-22T12:00:00Z');
export const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);

export const typeOnSale = (id: string, fields: Partial<TypeOnSale> = {}): TypeOnSale => ({
  id,
  index: 0,
  name: id,
  priceMinor: 1000,
  payWhatYouWant: false,
  requiresTypeId: null,
  taxRateBasisPoints: 1900,
  saleStartsAt: null,
  saleEndsAt: null,
  minPerBooking: 1,
  maxPerBooking: null,
  hidden: false,
  places: 1,
  archivedAt: null,
  quotaIds: ['house'],
  ...fields,
});

export function deskWith(
  fields: Partial<Desk['event']> = {},
  types: TypeOnSale[] = [typeOnSale('standing')],
  free = 10,
): Desk {
  const facts = {
    id: 'event',
    slug: 'e',
    title: 'E',
    status: 'published',
    startsAt: '',
    endsAt: '',
    timeZone: 'UTC',
    venueName: '',
    venueAddress: '',
    accent: '',
    bannerImageId: null,
  };
  const event = {
    facts,
    endsAt: hours(5),
    locale: 'en',
    currency: 'EUR',
    bookingOpensAt: null,
    bookingClosesAt: null,
    perPersonLimit: 10,
    holdMinutes: 15,
    attendeeNames: 'buyer' as const,
    startsAt: hours(3),
    atDoorPayment: false,
    atDoorUntil: null,
    waitingList: true,
    cancelUntilHours: null,
    cancelFeeFixedMinor: 0,
    cancelFeeBasisPoints: 0,
    cancelRefunds: false,
    organizerEmail: null,
    receiptSeq: 0,
    ticketSeq: 7,
    feeFixedMinor: 0,
    feeBasisPoints: 0,
    feePaidBy: 'buyer' as const,
  };
  const loaded = {
    now,
    event: { ...event, ...fields },
    types: new Map(types.map((one) => [one.id, one])),
    stock: new Map([['house', { id: 'house', size: free, held: 0, sold: 0 }]]),
    stockBefore: [],
    keys: [
      { eventId: 'event', keyId: 3, publicKey: new Uint8Array(), privateKeySealed: new Uint8Array(), revokedAt: null },
    ],
    live: { byEmail: new Map(), byUser: new Map() },
    coupons: new Map(),
    questions: [],
    waiting: [],
    waitingEntries: new Map(),
    disputes: new Map(),
    idempotentReplies: new Map(),
    bookings: new Map(),
    due: [],
    refunds: new Map(),
    knownStripeEvents: new Set<string>(),
    bookedAgain: new Map(),
  };
  return openDesk(loaded, idsInOrder());
}

function idsInOrder(): DeskIds {
  let count = 0;
  return { uuid: () => `id-${++count}`, shortCode: () => `N${++count}` };
}

export const lineAtDesk = (fields: Partial<LineAtDesk> = {}): LineAtDesk => ({
  id: 'line',
  ticketTypeId: 'standing',
  quantity: 1,
  places: 1,
  cancelledPlaces: 0,
  unitPriceMinor: 1000,
  unitFeeMinor: 0,
  discountMinor: 0,
  totalMinor: 1000,
  taxMinor: 0,
  taxRateBasisPoints: 1900,
  ...fields,
});

export const ticketAtDesk = (position: number, fields: Partial<TicketAtDesk> = {}): TicketAtDesk => ({
  id: `ticket-${position}`,
  lineId: 'line',
  ticketTypeId: 'standing',
  position,
  number: `ABCD234${position}`,
  status: 'valid',
  revision: 1,
  keyId: 3,
  issuedAt: now,
  attendeeName: 'Ada',
  holderEmail: null,
  linkVersion: 1,
  seq: position + 1,
  cancelledAt: null,
  wasIn: false,
  isIn: false,
  ...fields,
});

export const paymentOf = (bookingId: string, fields: Partial<PaymentRecord> = {}): PaymentRecord => ({
  id: 'payment',
  bookingId,
  status: 'succeeded',
  method: 'stripe',
  amountMinor: 1000,
  currency: 'EUR',
  ...((fields.status ?? 'succeeded') === 'succeeded'
    ? { paidMinor: fields.amountMinor ?? 1000, paidCurrency: fields.currency ?? 'EUR' }
    : { paidMinor: null, paidCurrency: null }),
  stripeSessionId: 'cs_1',
  stripePaymentIntentId: 'pi_1',
  checkoutUrl: null,
  sessionExpiresAt: hours(1).toISOString(),
  lastDeclineCode: null,
  createdAt: now.toISOString(),
  ...fields,
});

/** A confirmed booking of one line, paid through Stripe and receipted, with its tickets; its places are sold. */
export function confirmedBooking(desk: Desk, fields: Partial<BookingAtDesk> = {}): BookingAtDesk {
  const lines = fields.lines ?? [lineAtDesk()];
  const places = lines.reduce((sum, line) => sum + line.places, 0);
  const totalMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const booking: BookingAtDesk = {
    id: 'booking',
    reference: 'ABCD2345',
    userId: null,
    buyerName: 'Ada',
    buyerEmail: 'ada@example.com',
    locale: 'en',
    status: 'confirmed',
    method: 'stripe',
    currency: desk.event.currency,
    totalMinor,
    feeMinor: 0,
    taxMinor: 0,
    discountMinor: 0,
    couponId: null,
    couponCode: null,
    waitingEntryId: null,
    ticketCount: places,
    attendees: [],
    answers: [],
    billing: null,
    linkVersion: 1,
    holdExpiresAt: null,
    releasingSince: null,
    refundIfPaid: false,
    confirmedAt: now,
    expiredAt: null,
    cancelledAt: null,
    createdAt: now,
    lines,
    payments: [paymentOf('booking', { amountMinor: totalMinor, currency: desk.event.currency })],
    refunds: [],
    receipted: new Map([['payment', taxByRate(lines, totalMinor)]]),
    credited: new Map(),
    contested: new Map(),
    tickets: Array.from({ length: places }, (_, position) => ticketAtDesk(position)),
    ...fields,
  };
  desk.bookings.set(booking.id, booking);
  for (const quota of desk.stock.values()) quota.sold += places;
  return booking;
}
