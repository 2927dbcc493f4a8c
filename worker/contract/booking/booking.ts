import { z } from 'zod';
import {
  CouponCode,
  Email,
  Id,
  MinorUnits,
  PersonName,
  Quantity,
  Time,
  listOf,
  optionalLine,
  optionalText,
} from '../field.ts';
import { BOOKING_FILTERS } from '#domain/booking/booking.ts';
import { NOT_CANCELLABLE } from '#domain/event/cancel-policy.ts';
import { PAYMENT_METHODS } from '#domain/payment/payment.ts';
import { BookingMoney } from './money.ts';
import { Money } from '../money.ts';
import { PaymentView } from '../payment/payment.ts';
import { TicketView } from '../ticket/ticket.ts';

export const BookingStatus = z.enum(['pending_payment', 'confirmed', 'expired', 'cancelled']);
export type BookingStatus = z.infer<typeof BookingStatus>;
export const BookingMethod = z.enum(['stripe', 'at_door', 'cash', 'card_terminal', 'complimentary']);
export type BookingMethod = z.infer<typeof BookingMethod>;

/**
 * Replies to the event's questions: `place` counts the tickets from 0 in the order of the items; null is the booking.
 */
export const Replies = z
  .array(
    z.object({ questionId: Id, place: z.int().min(0).max(1000).nullable().default(null), value: optionalText(1000) }),
  )
  .max(2000);
/** Shown on a receipt besides the buyer's name. */
export const BillingInput = z.object({
  company: optionalLine(200).default(''),
  vatId: optionalLine(40).default(''),
  address: optionalText(500).default(''),
});

export const CreateBooking = z
  .object({
    eventId: Id,
    items: z
      .array(
        z.object({
          ticketTypeId: Id,
          quantity: Quantity,
          /** The unit price that the buyer chooses, where the type allows it. */
          unitPriceMinor: MinorUnits.nullish(),
        }),
      )
      .min(1)
      .max(20),
    buyer: z.object({ name: PersonName, email: Email }),
    /** One per ticket, in the order of the items, where the event asks for names. */
    attendees: z
      .array(z.object({ name: PersonName }))
      .max(1000)
      .optional(),
    answers: Replies.optional(),
    couponCode: CouponCode.optional(),
    billing: BillingInput.optional(),
    /** `at_door` where the event allows it; without a method Stripe charges it. */
    method: z.enum(['stripe', 'at_door']).optional(),
    locale: z
      .string()
      .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
      .optional(),
    source: z
      .string()
      .regex(/^[\w.:-]{1,60}$/)
      .optional(),
  })
  .meta({ id: 'CreateBooking' });
export type CreateBooking = z.infer<typeof CreateBooking>;

/** The part of its event that a booking shows. */
export const BookingEvent = z.object({
  id: Id,
  slug: z.string(),
  title: z.string(),
  status: z.string(),
  startsAt: Time,
  endsAt: Time,
  timeZone: z.string(),
  venueName: z.string(),
  venueAddress: z.string(),
  accent: z.string(),
  bannerUrl: z.string().nullable(),
});

export const BookingView = z
  .object({
    id: Id,
    reference: z.string(),
    status: BookingStatus,
    method: BookingMethod,
    buyer: z.object({ name: z.string(), email: z.string() }),
    lines: z.array(
      z.object({
        ticketTypeId: Id,
        name: z.string(),
        quantity: z.int(),
        places: z.int(),
        /** The list price of one. */
        unitPrice: Money,
        /** The coupon's discount on the line. */
        discount: Money,
        total: Money,
      }),
    ),
    total: Money,
    fees: Money,
    tax: Money,
    discount: Money,
    couponCode: z.string().nullable(),
    attendees: z.array(z.object({ name: z.string() })),
    answers: z.array(z.object({ questionId: Id, place: z.int().nullable(), value: z.string() })),
    billing: z.object({ company: z.string(), vatId: z.string(), address: z.string() }).nullable(),
    /** Set where the booking is an offer from the waiting list. */
    waitingEntryId: Id.nullable(),
    /** When the hold on the places ends; null once it has. */
    holdExpiresAt: Time.nullable(),
    /** The hold is due and Stripe is being asked whether it was paid. */
    releasing: z.boolean(),
    tickets: z.array(TicketView),
    payment: PaymentView.nullable(),
    event: BookingEvent,
    /** The refund if the buyer cancels now; null where the event does not allow it. */
    cancellation: z.object({ refund: Money }).nullable(),
    /** Why the buyer of a confirmed booking can't cancel it, until when they could, and the address for questions. */
    notCancellable: z
      .object({
        reason: z.enum(NOT_CANCELLABLE),
        until: Time.nullable(),
        organizer: z.object({ name: z.string(), email: z.string().nullable() }),
      })
      .nullable(),
    /** Whether one of its tickets has been checked in. */
    checkedIn: z.boolean(),
    /** To be paid at the door. */
    dueAtDoor: Money.nullable(),
    /** For staff: every payment with its refunds and disputes. */
    payments: z.array(
      PaymentView.extend({
        method: z.enum(PAYMENT_METHODS),
        /** The amount received, once it was: it may differ from the amount requested, and is then refunded. */
        paid: Money.nullable(),
        refunded: Money,
        /** Refundable now, and waiting for a bank's decision. */
        available: Money,
        withBank: Money,
        contested: z.enum(['open', 'lost']).nullable(),
        stripePaymentIntentId: z.string().nullable(),
      }),
    ),
    disputes: z.array(
      z.object({
        id: Id,
        paymentId: Id,
        status: z.enum(['open', 'won', 'lost']),
        amount: Money,
        reason: z.string(),
        evidenceDueAt: Time.nullable(),
      }),
    ),
    /** Refunded so far, on its way, or owed: `money` has each separately. */
    refunded: Money,
    money: BookingMoney,
    createdAt: Time,
    confirmedAt: Time.nullable(),
    expiredAt: Time.nullable(),
    cancelledAt: Time.nullable(),
    serverTime: Time,
  })
  .meta({ id: 'Booking' });
export type BookingView = z.infer<typeof BookingView>;

/** The response of `POST /bookings/create`: tickets are sent once, in the booking. */
export const BookingCreated = z
  .object({ booking: BookingView, accessToken: z.string(), payment: PaymentView.optional() })
  .meta({ id: 'BookingCreated' });
export type BookingCreated = z.infer<typeof BookingCreated>;

export const BookingSummary = z
  .object({
    id: Id,
    reference: z.string(),
    status: BookingStatus,
    method: BookingMethod,
    buyer: z.object({ name: z.string(), email: z.string() }),
    total: Money,
    money: BookingMoney,
    /** Set where the booking is an offer from the waiting list. */
    waitingEntryId: Id.nullable(),
    ticketCount: z.int(),
    event: z.object({
      id: Id,
      slug: z.string(),
      title: z.string(),
      startsAt: Time,
      endsAt: Time,
      timeZone: z.string(),
      venueName: z.string(),
      accent: z.string(),
    }),
    createdAt: Time,
    /** Present for the owner: opens the booking's own pages. */
    accessToken: z.string().optional(),
  })
  .meta({ id: 'BookingSummary' });
export type BookingSummary = z.infer<typeof BookingSummary>;
export const BookingList = listOf(BookingSummary);

/** A status, or a view for staff: unpaid bookings by payment method, and those with refunds done or due. */
export const BookingFilter = z.enum([...BookingStatus.options, ...BOOKING_FILTERS]);
export const BookingQuery = z.object({
  q: z.string().trim().max(100).optional(),
  status: BookingFilter.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(300).optional(),
});

/** For cash and terminal payments: refunded now, or owed until it is settled. */
const HandOver = z.enum(['now', 'later']).default('now');
export const ChangeBookingStatus = z.object({
  status: BookingStatus,
  reason: z.string().trim().max(300).optional(),
  /** The payment method, where staff confirm the payment. */
  paidBy: z.enum(['cash', 'card_terminal']).optional(),
  /** Also refund the payment. */
  refund: z.boolean().default(false),
  handOver: HandOver,
});
/** A booking made by staff: booking windows and per-person limits don't apply, quotas do. */
export const CreateStaffBooking = CreateBooking.omit({ eventId: true, method: true })
  .extend({ method: BookingMethod })
  .meta({ id: 'CreateStaffBooking' });
/** Accepts an offer from the waiting list. */
export const CompleteBooking = CreateBooking.pick({ attendees: true, answers: true, method: true }).meta({
  id: 'CompleteBooking',
});
/** All answers from now on, unchanged ones included. */
export const ChangeAnswers = z.object({ answers: Replies }).meta({ id: 'ChangeAnswers' });
/** The price of a staff booking; nothing is held. */
export const QuoteStaffBooking = CreateStaffBooking.pick({ items: true, couponCode: true, method: true }).meta({
  id: 'QuoteStaffBooking',
});
export const CancelTickets = z
  .object({
    ticketIds: z.array(Id).min(1).max(1000),
    /** Refund their share of the price. */
    refund: z.boolean().default(false),
    handOver: HandOver,
    reason: z.string().trim().max(300).optional(),
  })
  .meta({ id: 'CancelTickets' });
export const BookingHistory = z.object({
  items: z.array(
    z.object({ at: Time, actor: z.string(), action: z.string(), before: z.unknown(), after: z.unknown() }),
  ),
});
export const RequestBookingLinks = z.object({ email: Email });
