import type { BookingSummary, BookingView } from '#contract/booking/booking.ts';
import type { PaymentView } from '#contract/payment/payment.ts';
import type { BookingFound, BookingListed, Core } from '../../deps.ts';
import type { BookingRecord, EventFacts } from '#domain/booking/booking.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import type { PaymentRecord } from '#domain/payment/payment.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { signTickets } from '../../usecases/ticket/sign-tickets.ts';
import type { Access } from '../../usecases/booking/find-booking.ts';
import { viewCancellation } from './cancellation.ts';
import { goneOf, sumOf, viewMoney } from './money.ts';
import { imageUrl } from '../event/view.ts';

type Deps = Pick<Core, 'seals' | 'signer'>;
export interface Viewed extends Partial<
  Pick<BookingFound, 'payments' | 'disputes' | 'policy' | 'wasIn' | 'organizer'>
> {
  booking: BookingRecord;
  event: EventFacts;
  keys: EventKey[];
  payment: PaymentRecord | null;
  access: Access;
  now: string;
}

export async function viewBooking(deps: Deps, viewed: Viewed): Promise<BookingView> {
  const { booking, event, payment, now } = viewed;
  const money = (amount: number) => ({ amount, currency: booking.currency });
  return {
    id: booking.id,
    reference: formatNumber(booking.reference),
    status: booking.status,
    method: booking.method,
    buyer: booking.buyer,
    lines: booking.lines.map(
      ({ ticketTypeId, name, quantity, places, unitPriceMinor, unitFeeMinor, discountMinor, totalMinor }) => ({
        ticketTypeId,
        name,
        quantity,
        places,
        unitPrice: money(unitPriceMinor + unitFeeMinor),
        discount: money(discountMinor),
        total: money(totalMinor),
      }),
    ),
    total: money(booking.totalMinor),
    fees: money(booking.feeMinor),
    tax: money(booking.taxMinor),
    discount: money(booking.discountMinor),
    couponCode: booking.couponCode,
    attendees: booking.attendees,
    answers: booking.answers,
    billing: booking.billing,
    waitingEntryId: booking.waitingEntryId,
    holdExpiresAt: booking.holdExpiresAt,
    releasing: booking.releasing,
    tickets: booking.tickets.length > 0 ? await viewTickets(deps, viewed) : [],
    payment: payment && viewPayment(payment),
    event: viewEvent(event),
    ...cancellationOf(viewed),
    checkedIn: viewed.wasIn ?? false,
    dueAtDoor: booking.method === 'at_door' && booking.status === 'pending_payment' ? money(booking.totalMinor) : null,
    ...moneyOf(viewed),
    createdAt: booking.createdAt,
    confirmedAt: booking.confirmedAt,
    expiredAt: booking.expiredAt,
    cancelledAt: booking.cancelledAt,
    serverTime: now,
  };
}

/** A booking that was just placed doesn't say: its payments and policy aren't loaded. */
function cancellationOf({ payments, policy, wasIn, organizer, ...viewed }: Viewed) {
  if (!payments || !policy || wasIn === undefined || !organizer) return { cancellation: null, notCancellable: null };
  return viewCancellation({ ...viewed, payments, policy, wasIn, organizer }, new Date(viewed.now));
}

function moneyOf({ booking, payments = [], disputes = [], access }: Viewed) {
  const money = (amount: number) => ({ amount, currency: booking.currency });
  const isStaff = access === 'staff';
  return {
    refunded: money(payments.reduce((sum, payment) => sum + goneOf(payment.money), 0)),
    money: viewMoney(sumOf(payments.map((payment) => payment.money)), booking.currency),
    payments: (isStaff ? payments : []).map((payment) => ({
      ...viewPayment(payment),
      method: payment.method,
      paid: paidOf(payment),
      refunded: money(goneOf(payment.money)),
      available: money(payment.availableMinor),
      withBank: money(payment.withBankMinor),
      contested: payment.contested,
      stripePaymentIntentId: payment.stripePaymentIntentId,
    })),
    disputes: (isStaff ? disputes : []).map(({ amountMinor, currency, ...dispute }) => ({
      ...dispute,
      amount: { amount: amountMinor, currency },
    })),
  };
}

const paidOf = ({ paidMinor: amount, paidCurrency: currency }: PaymentRecord) =>
  amount === null || currency === null ? null : { amount, currency };

/** Codes are for the ticket's holder: not for staff, and not for a buyer who has transferred it. */
async function viewTickets(deps: Deps, { booking, keys, access }: Viewed): Promise<BookingView['tickets']> {
  const own = booking.tickets.filter(({ holderEmail }) => access === 'owner' && holderEmail === null);
  const signable = own.filter(({ status }) => status === 'valid');
  const codes = await signTickets(
    deps,
    keys,
    signable.map((ticket) => ({ ...ticket, eventId: booking.eventId, issuedAt: new Date(ticket.issuedAt) })),
  );
  return booking.tickets.map((ticket) => ({
    id: ticket.id,
    number: formatNumber(ticket.number),
    typeName: ticket.typeName,
    attendeeName: ticket.attendeeName,
    days: ticket.days ?? [],
    position: ticket.position,
    isTransferred: ticket.holderEmail !== null,
    status: ticket.status,
    code: codes.get(ticket.id) ?? null,
    accessToken: own.includes(ticket)
      ? deps.seals.linkToken({ scope: 'ticket', id: ticket.id, version: ticket.linkVersion })
      : '',
  }));
}

export const viewPayment = (payment: PaymentRecord): PaymentView => ({
  id: payment.id,
  status: payment.status,
  amount: { amount: payment.amountMinor, currency: payment.currency },
  checkoutUrl: payment.status === 'pending' ? payment.checkoutUrl : null,
  lastDeclineCode: payment.lastDeclineCode,
  createdAt: payment.createdAt,
});

export const viewEvent = ({ bannerImageId, ...event }: EventFacts) => ({
  ...event,
  bannerUrl: imageUrl(bannerImageId),
});

export function viewSummary(
  deps: Pick<Core, 'seals'>,
  { booking, ticketCount, event, money: parts }: BookingListed,
  access: Access,
): BookingSummary {
  const { id, slug, title, startsAt, endsAt, timeZone, venueName, accent } = event;
  const version = booking.linkVersion;
  const money = (amount: number) => ({ amount, currency: booking.currency });
  return {
    id: booking.id,
    reference: formatNumber(booking.reference),
    status: booking.status,
    method: booking.method,
    buyer: booking.buyer,
    total: money(booking.totalMinor),
    money: viewMoney(parts, booking.currency),
    waitingEntryId: booking.waitingEntryId,
    ticketCount,
    event: { id, slug, title, startsAt, endsAt, timeZone, venueName, accent },
    createdAt: booking.createdAt,
    ...(access === 'owner' && { accessToken: deps.seals.linkToken({ scope: 'booking', id: booking.id, version }) }),
  };
}
