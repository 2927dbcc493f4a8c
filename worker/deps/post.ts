import type { BookingMethod } from '#domain/booking/booking.ts';
import type { Mail, RenderedMail } from '#domain/mail/mail.ts';
import type { Lanes, OutboxLane, OutboxMessage } from '#domain/mail/message.ts';
import type { ReceiptFacts } from '#domain/payment/receipt-facts.ts';

/* Post: outbox, mail, ticket pages. */

export interface PostmanRoom {
  /** There are new rows in the outbox. */
  kick(): Promise<void>;
}

/** A row that this Postman alone may work on until its lease ends. `attempts` counts this one. */
export interface Lease {
  id: string;
  attempts: number;
}
export type LeasedRow<Lane extends OutboxLane> = Lease & {
  message: Lanes[Lane];
  recipient: string | null;
  locale: string;
  eventId: string | null;
  bookingId: string | null;
};
/** A leased row of a kind or with a payload that this version can't read; `unreadable` says why. */
export type UnreadableRow = Lease & { unreadable: string };

export interface OutboxEntry {
  id: string;
  kind: string;
  recipient: string;
  state: 'pending' | 'sent' | 'failed' | 'overtaken';
  attempts: number;
  lastError: string | null;
  eventId: string | null;
  bookingId: string | null;
  nextAttemptAt: Date | null;
  sentAt: Date | null;
  createdAt: Date;
}

export interface OutboxFilter {
  state?: OutboxEntry['state'];
  bookingId?: string;
  /** Null: all events, and mail that belongs to none. */
  eventIds: readonly string[] | null;
  /** The id of the last entry of the page before. */
  after?: string;
  limit: number;
}

/** All times are the database's: several Postmen, one clock. */
export interface Outbox {
  insert(rows: readonly OutboxMessage[]): Promise<void>;
  lease<Lane extends OutboxLane>(
    lane: Lane,
    limit: number,
    leaseMs: number,
  ): Promise<(LeasedRow<Lane> | UnreadableRow)[]>;
  markSent(row: Lease): Promise<void>;
  /** Gives the row back, to be tried again after `delayMs`; a lease that was lost meanwhile changes nothing. */
  putBack(row: Lease, error: string, delayMs: number): Promise<void>;
  markFailed(row: Lease, error: string): Promise<void>;
  /** There is nothing left to announce; `why` is kept for staff. */
  markOvertaken(row: Lease, why: string): Promise<void>;
  /** Milliseconds until something can be leased (0: now); null when nothing waits. */
  nextDueInMs(lanes: readonly OutboxLane[]): Promise<number | null>;
  listMail(filter: OutboxFilter): Promise<OutboxEntry[]>;
  findMail(id: string): Promise<OutboxEntry | null>;
  /** A sent email is sent again as a row of its own (`newId`); an unsent one becomes due right away. */
  resend(id: string, newId: string): Promise<OutboxEntry | null>;
}

/** Bookings and tickets as mails and ticket pages tell of them. Set-based: a fixed number of queries each. */
export interface PostStore {
  findBookings(ids: readonly string[]): Promise<PostBooking[]>;
  findTicketsOf(bookingId: string): Promise<{ tickets: PostTicket[]; keys: TicketKey[] }>;
  findTicket(id: string): Promise<TicketOnPage | null>;
  findWaiting(id: string): Promise<PostWaiting | null>;
  /**
   * Queues one email with links to all bookings of an address, or nothing where there are none: one statement either
   * way, so that the time reveals nothing.
   */
  queueBookingLinks(request: { id: string; email: string; locale: string }): Promise<void>;
}

export interface PostEvent {
  id: string;
  slug: string;
  status: 'draft' | 'published' | 'cancelled' | 'archived';
  title: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  venueName: string;
  venueAddress: string;
  organizerName: string;
  contactEmail: string | null;
  accent: string;
  bannerImageId: string | null;
  /** The message to attendees when it was cancelled. */
  cancelMessage: string;
}

/** A place on a waiting list. */
export interface PostWaiting {
  id: string;
  name: string;
  email: string;
  quantity: number;
  typeName: string;
  linkVersion: number;
  event: PostEvent;
}

export interface PostBooking {
  id: string;
  reference: string;
  status: 'pending_payment' | 'confirmed' | 'expired' | 'cancelled';
  userId: string | null;
  buyerName: string;
  buyerEmail: string;
  method: BookingMethod;
  totalMinor: number;
  currency: string;
  linkVersion: number;
  ticketCount: number;
  holdExpiresAt: Date | null;
  event: PostEvent;
}

export interface PostTicket {
  id: string;
  eventId: string;
  number: string;
  position: number;
  status: 'valid' | 'cancelled';
  typeName: string;
  typeIndex: number;
  doorNote: string;
  attendeeName: string;
  holderEmail: string | null;
  revision: number;
  keyId: number;
  issuedAt: Date;
  linkVersion: number;
}

export interface TicketKey {
  eventId: string;
  keyId: number;
  publicKey: Uint8Array;
  privateKeySealed: Uint8Array;
  revokedAt: Date | null;
}

export interface TicketOnPage {
  ticket: PostTicket;
  booking: PostBooking;
  key: TicketKey;
  entry: { enteredAt: Date; gateName: string } | null;
}

export interface OutgoingMail extends RenderedMail {
  /** The outbox row's: a repeat of a mail that did arrive is recognised by it. */
  id: string;
  to: string;
}
/** `again`: a retry may succeed. `overtaken`: the message is no longer needed. `why` is for staff. */
export type Delivery = { ok: true } | { ok: false; again: boolean; overtaken?: true; why: string };
export interface MailTransport {
  send(mail: OutgoingMail): Promise<Delivery>;
}

export interface PostDeps {
  outbox: Outbox;
  post: PostStore;
  drawQr(text: string): Uint8Array;
  /** As PDF, in the nearest language that we have. */
  drawReceipt(facts: ReceiptFacts, locale: string): Promise<Uint8Array>;
}

/** The postman's further dependencies. */
export interface MailDeps {
  transport: MailTransport;
  renderMail(mail: Mail, locale: string): RenderedMail;
}
