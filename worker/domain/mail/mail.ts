import type { Day } from '../event/day.ts';
import { toDecimal, type MoneyAmount } from '../money.ts';
import type { StaffRole } from '../account/permission.ts';
import type { MailKind } from './message.ts';

/** The contents of each email. Links are whole addresses, times are instants, amounts integer minor units. */
export interface MailFacts {
  verify_address: { name: string; url: string };
  /** A sign-up or change of address named an address that already has an account. */
  account_exists: { name: string; url: string };
  reset_password: { name: string; url: string };
  staff_invitation: { name: string; url: string; inviter: string; role: StaffRole };
  /** `due`: what is to be paid at the door, and until when. */
  booking_confirmed: MailBooking & {
    tickets: MailTicket[];
    calendar: string;
    due: { amount: MailMoney; until: Date } | null;
  };
  hold_expired: MailBooking;
  /** The amount due at the door was paid; the receipt is on the booking's page. */
  payment_received: MailBooking & { amount: MailMoney; receiptNumber: string };
  payment_refunded: MailBooking & MailBack;
  /** To the buyer: what was on its way did not arrive. */
  refund_delayed: MailBooking & { amount: MailMoney };
  /** `payBefore`: until when a booking that is not paid yet is held. */
  booking_links: { bookings: (MailBooking & { payBefore: Date | null })[] };
  /** `kept`: does not go back. `eventCancelled`: the event itself was cancelled, perhaps with the organizer's word on it. */
  booking_cancelled: MailBooking & MailBack & { kept: MailMoney; eventCancelled: { message: string } | null };
  tickets_cancelled: MailBooking & MailBack & { numbers: string[] };
  /** To the new holder, who learns nothing of the booking. */
  ticket_received: { event: MailEvent; ticket: MailTicket; from: string; calendar: string };
  /** To the previous holder. */
  ticket_transferred: { event: MailEvent; number: string; to: { name: string; email: string } };
  /** To a holder who did not pay for it. */
  ticket_void: { event: MailEvent; number: string; eventCancelled: { message: string } | null };
  waiting_joined: { event: MailEvent; name: string; quantity: number; typeName: string; url: string };
  waiting_offer: MailBooking & { until: Date };
  /** The event was cancelled: to people on the waiting list or with an offer. */
  event_cancelled: { event: MailEvent; name: string; message: string };
  /** To the organizer; `url` of the booking leads to the office. */
  refund_failed: MailBooking & { amount: MailMoney; reason: string };
  dispute: MailBooking & {
    amount: MailMoney;
    reason: string;
    status: 'open' | 'won' | 'lost';
    dueAt: Date | null;
  };
}

/** One kind with the facts that belong to it. */
export type Mail = { [Kind in MailKind]: { kind: Kind; facts: MailFacts[Kind] } }[MailKind];

export interface MailMoney extends MoneyAmount {
  /** The amount as a plain decimal: `25.00`. */
  decimal: string;
}
export const mailMoney = (money: MoneyAmount): MailMoney => ({ ...money, decimal: toDecimal(money) });

/** `amount` goes back: each of its parts by itself. `withBank` is no part of it: it waits for a bank to decide. */
export interface MailBack {
  amount: MailMoney;
  onItsWay: MailMoney;
  given: MailMoney;
  owed: MailMoney;
  withBank: MailMoney;
}

export interface MailEvent {
  title: string;
  url: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  venueName: string;
  venueAddress: string;
  organizerName: string;
  contactEmail: string | null;
  accent: string;
  bannerUrl: string | null;
}

export interface MailBooking {
  reference: string;
  buyerName: string;
  url: string;
  total: MailMoney;
  ticketCount: number;
  /** Paid at a desk or a door: what goes back goes back there. */
  isPaidOutsideStripe: boolean;
  event: MailEvent;
}

export interface MailTicket {
  id: string;
  number: string;
  typeName: string;
  attendeeName: string;
  /** The sessions that it admits to, where its event has several. */
  days: Day[];
  url: string;
  qrPng: Uint8Array;
}

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: Uint8Array;
  /** Shown where the HTML says `cid:…`; without one it is a file beside the text. */
  contentId?: string;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  attachments: MailAttachment[];
  replyTo: string | null;
}
