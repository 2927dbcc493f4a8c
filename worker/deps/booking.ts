import type { BookingFilter, BookingRecord, BookingStatus, EventFacts } from '#domain/booking/booking.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import type { Replies, Command } from '#domain/box-office/command.ts';
import type { Desk, LoadedDesk } from '#domain/box-office/desk.ts';
import type { Quote, QuoteRequest } from '#domain/box-office/quote.ts';
import type { StockView } from '#domain/event/inventory.ts';
import type { CancelPolicy } from '#domain/event/cancel-policy.ts';
import type { Seller } from '#domain/organization/organization.ts';
import type {
  DisputeReport,
  DisputeStatus,
  PaymentMethod,
  PaymentRecord,
  PaymentReport,
  RefundReport,
  RefundStatus,
  StripeEventMark,
} from '#domain/payment/payment.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Clock } from '../ground.ts';

/* Booking and payment: box office, bookings, payments, Stripe. */

/** One event's box office: everything that moves its stock, decided in turns. Throws when the room is away. */
export interface BoxOfficeRoom {
  /** Decided in a turn with all that arrived together. */
  submit<K extends Command['kind']>(command: Extract<Command, { kind: K }>): Promise<Replies[K]>;
  /** The price of a request; holds nothing. */
  quote(wish: QuoteRequest): Promise<Outcome<{ quote: Quote }>>;
  /** Null where the public sees no such event. */
  availability(): Promise<StockView | null>;
  /** Some hold may be due: the heartbeat's, for alarms that a crash swallowed. */
  kick(): Promise<void>;
}

export interface BookingDeps {
  bookings: BookingStore;
  payments: PaymentStore;
  receipts: ReceiptStore;
  /** Null without Stripe's keys. */
  stripe: StripeGateway | null;
}

/** Bookings as pages and lists read them; nothing here moves stock. */
export interface BookingStore {
  find(bookingId: string): Promise<BookingFound | null>;
  /** Newest first. `own` is what a person sees: their account's, and their verified address's. */
  history(bookingId: string): Promise<HistoryEntry[]>;
  /** How far the end of a cancelled event has come. */
  cancellation(eventId: string): Promise<CancellationProgress | null>;
  listOwn(own: { userId: string; verifiedEmail: string | null }, page: Page): Promise<BookingListed[]>;
  listOfEvent(
    eventId: string,
    filter: { q: string | null; status: BookingStatus | BookingFilter | null },
    page: Page,
  ): Promise<BookingListed[]>;
}
export interface BookingFound {
  booking: BookingRecord;
  event: EventFacts;
  /** As the event says now: until when buyers may cancel, and what is kept. */
  policy: CancelPolicy;
  /** Whether one of its tickets has been checked in. */
  wasIn: boolean;
  /** The buyer's address; empty where none was given. */
  organizer: { name: string; email: string | null };
  /** Every payment, newest first, with where its money is. */
  payments: PaymentFound[];
  disputes: DisputeRecord[];
  /** Types in it whose price the buyer named. */
  namedPrices: string[];
  keys: EventKey[];
  payment: PaymentRecord | null;
}
export interface PaymentFound extends PaymentRecord {
  money: MoneyParts;
  /** Refundable now. */
  availableMinor: number;
  /** The refundable rest while a bank has yet to decide. */
  withBankMinor: number;
  contested: 'open' | 'lost' | null;
}
/** The state of the money: refunded, on its way, owed outside Stripe, failed, disputed, or returned by a bank. */
export interface MoneyParts {
  paidMinor: number;
  backMinor: number;
  onItsWayMinor: number;
  owedMinor: number;
  failedMinor: number;
  contestedMinor: number;
  takenMinor: number;
}
export interface DisputeRecord {
  id: string;
  paymentId: string;
  status: DisputeStatus;
  amountMinor: number;
  currency: string;
  reason: string;
  evidenceDueAt: string | null;
}
/** Bookings that were live when it began (that are, before it), what they can get back, and the refunds made since. */
export interface CancellationProgress {
  bookings: number;
  ended: number;
  /** Refunds through Stripe, and refunds made otherwise. */
  refundable: { amount: number; currency: string };
  byHand: { amount: number; currency: string };
  /** Disputed at a bank: not refundable until it decides. */
  contested: { amount: number; currency: string };
  refunds: { pending: number; succeeded: number; failed: number };
  /** Refunds that are still to be handed over. */
  owed: { count: number; amount: { amount: number; currency: string } };
}
/** From the audit log, newest first. */
export interface HistoryEntry {
  at: string;
  actor: string;
  action: string;
  before: unknown;
  after: unknown;
}
export interface BookingListed {
  booking: Omit<BookingRecord, 'lines' | 'tickets'>;
  ticketCount: number;
  event: EventFacts;
  money: MoneyParts;
}
/** Keyset: whatever is older than the last item of the page before. */
export interface Page {
  limit: number;
  before: { createdAt: string; id: string } | null;
}

export interface ReceiptRecord {
  id: string;
  eventId: string;
  /** Within its event, without gaps. */
  number: number;
  kind: 'receipt' | 'credit_note';
  totalMinor: number;
  currency: string;
  issuedAt: Date;
}
export interface ReceiptWhole extends ReceiptRecord {
  bookingId: string;
  tax: { rateBasisPoints: number; grossMinor: number; taxMinor: number }[];
  method: PaymentMethod;
  /** Of a credit note: the receipt of the payment that went back. */
  refersTo: { number: number; issuedAt: Date } | null;
  /** And how that stands now; null of a receipt. */
  refundStatus: RefundStatus | null;
  /** As it was when the paper was issued. */
  seller: Seller;
}
export interface ReceiptStore {
  listOf(bookingId: string): Promise<ReceiptRecord[]>;
  find(id: string): Promise<ReceiptWhole | null>;
}

export interface PaymentStore {
  find(paymentId: string): Promise<{ payment: PaymentRecord; booking: BookingOwner } | null>;
  /** By Stripe's PaymentIntent, which a payment carries once it has succeeded. */
  findByIntent(stripePaymentIntentId: string): Promise<PaymentPlace | null>;
  findRefund(refundId: string): Promise<RefundDue | null>;
  /** Of one payment, in the order in which they were made. */
  listRefunds(paymentId: string): Promise<RefundRecord[]>;
  /** The open payment at Stripe that was asked about longest ago, if that is some minutes; from now on it counts as asked. */
  claimUnchecked(): Promise<OpenAtStripe | null>;
  /** A refund that Stripe has not decided, some minutes old and not yet asked about, or last asked about an hour ago. */
  claimUncheckedRefund(): Promise<RefundAtStripe | null>;
  /** Queues refunds again that Stripe was not asked for and that no queued task covers; returns how many. */
  requeueRefunds(newId: () => string): Promise<number>;
  /** Marks what is ours at Stripe; several deployments may share one account. */
  deploymentId(): Promise<string>;
  /** A bank contests it, or has taken it back. */
  contested(paymentId: string): Promise<'open' | 'lost' | null>;
}
export interface OpenAtStripe extends PaymentPlace {
  stripeSessionId: string;
}
export interface RefundAtStripe extends PaymentPlace {
  refundId: string;
  stripeRefundId: string;
}
/** The booking and event of a payment. */
export interface PaymentPlace {
  eventId: string;
  bookingId: string;
  paymentId: string;
}
export interface BookingOwner {
  id: string;
  eventId: string;
  userId: string | null;
  email: string;
  status: BookingStatus;
  linkVersion: number;
}
export interface RefundRecord {
  id: string;
  paymentId: string;
  status: RefundStatus;
  amountMinor: number;
  currency: string;
  reason: string;
  failureReason: string | null;
  byHand: boolean;
  requestedBy: string | null;
  createdAt: Date;
  succeededAt: Date | null;
}
export interface RefundDue {
  id: string;
  status: RefundStatus;
  amountMinor: number;
  currency: string;
  paymentId: string;
  stripePaymentIntentId: string | null;
  bookingId: string;
  eventId: string;
}

/** Stripe, as far as we need it. Throws `PaymentProviderUnavailable` when it does not answer. */
export interface StripeGateway {
  createSession(
    request: CheckoutRequest,
  ): Promise<{ ok: true; session: CheckoutSession } | { ok: false; reason: 'changed' | 'refused'; message: string }>;
  findSession(stripeSessionId: string): Promise<CheckoutSession>;
  /** Ends the session; a session that is over already is answered as it is. */
  expireSession(stripeSessionId: string): Promise<CheckoutSession>;
  refund(request: RefundRequest): Promise<RefundReport>;
  findRefund(stripeRefundId: string): Promise<RefundReport>;
  /** Stripe's fee on a payment, in minor units of the payment's currency; null where it is unknown. */
  findFee(stripePaymentIntentId: string): Promise<number | null>;
  /** Our metadata on a PaymentIntent; null where it isn't ours or doesn't exist. */
  findMetadata(stripePaymentIntentId: string): Promise<StripeMetadata | null>;
  /** Null where the signature, its age or the mode is wrong. */
  readWebhook(body: string, signature: string): Promise<StripeNews | null>;
}
export interface CheckoutRequest {
  /** The idempotency key: the same payment is the same session. */
  paymentId: string;
  bookingId: string;
  eventId: string;
  deploymentId: string;
  currency: string;
  lines: { name: string; quantity: number; unitAmountMinor: number }[];
  email: string;
  locale: string;
  reference: string;
  expiresAt: string;
  successUrl: string;
  cancelUrl: string;
}
export interface CheckoutSession {
  id: string;
  url: string | null;
  report: PaymentReport;
}
export interface RefundRequest {
  refundId: string;
  stripePaymentIntentId: string;
  amountMinor: number;
  currency: string;
  metadata: StripeMetadata;
}
export interface StripeMetadata {
  deployment: string;
  eventId: string;
  bookingId: string;
  paymentId: string;
  refundId?: string;
}
/** A webhook that was signed for us, and what it says about one of our objects; null where it is about none. */
export interface StripeNews {
  event: StripeEventMark;
  about:
    | { metadata: StripeMetadata; payment: PaymentReport }
    | { metadata: StripeMetadata & { refundId: string }; refund: RefundReport }
    /**
     * Objects created in Stripe's dashboard or by banks carry no ids of ours: they are matched by the objects they
     * refer to.
     */
    | { stripePaymentIntentId: string; refund: RefundReport; amountMinor: number }
    | { stripePaymentIntentId: string; dispute: DisputeReport }
    | null;
}

/** The box office's rows. One turn is one transaction. */
export interface BoxOfficeStore {
  /** Commits when `work` returns. Throws `StoreAway` before anything was done, `OutcomeUnknown` when the commit's answer was lost, `TurnCollision` when it should be done again. */
  transact<T>(eventId: string, work: (books: Books) => Promise<T>): Promise<T>;
  stock(eventId: string, now: Date): Promise<StockView | null>;
  quote(eventId: string, wish: QuoteRequest, now: Date): Promise<Outcome<{ quote: Quote }>>;
  nextHoldExpiry(eventId: string): Promise<Date | null>;
}
export interface Books {
  /** Null where there is no such event. The time is read once the event is locked. */
  load(commands: readonly Command[], clock: Clock): Promise<LoadedDesk | null>;
  persist(desk: Desk): Promise<void>;
}
