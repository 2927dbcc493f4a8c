import type { Mail, RenderedMail } from '#domain/mail/mail.ts';
import { accountExists } from './account-exists.ts';
import { bookingCancelled } from './booking-cancelled.ts';
import { bookingConfirmed } from './booking-confirmed.ts';
import { bookingLinks } from './booking-links.ts';
import { dispute } from './dispute.ts';
import { frame } from './frame.ts';
import { holdExpired } from './hold-expired.ts';
import { mailLocale, type MailLocale } from './locale.ts';
import { paymentReceived } from './payment-received.ts';
import { paymentRefunded } from './payment-refunded.ts';
import { plain } from './plain.ts';
import { refundDelayed } from './refund-delayed.ts';
import { refundFailed } from './refund-failed.ts';
import { resetPassword } from './reset-password.ts';
import { staffInvitation } from './staff-invitation.ts';
import { ticketTransferred } from './ticket-transferred.ts';
import { ticketReceived } from './ticket-received.ts';
import { ticketVoid } from './ticket-void.ts';
import { ticketsCancelled } from './tickets-cancelled.ts';
import { verifyAddress } from './verify-address.ts';
import { eventCancelled } from './event-cancelled.ts';
import { waitingJoined } from './waiting-joined.ts';
import { waitingOffer } from './waiting-offer.ts';
import type { EmailContent } from './email-content.ts';

/** Renders an email as it is sent, in the nearest language we have. */
export function render(mail: Mail, locale: string): RenderedMail {
  const language = mailLocale(locale);
  const content = write(mail, language);
  return {
    subject: oneLine(content.subject),
    html: frame(content, language),
    text: plain(content, language),
    attachments: content.attachments,
    replyTo: content.event?.contactEmail ?? null,
  };
}

function write(mail: Mail, locale: MailLocale): EmailContent {
  switch (mail.kind) {
    case 'verify_address':
      return verifyAddress(mail.facts, locale);
    case 'account_exists':
      return accountExists(mail.facts, locale);
    case 'reset_password':
      return resetPassword(mail.facts, locale);
    case 'staff_invitation':
      return staffInvitation(mail.facts, locale);
    case 'booking_confirmed':
      return bookingConfirmed(mail.facts, locale);
    case 'hold_expired':
      return holdExpired(mail.facts, locale);
    case 'booking_links':
      return bookingLinks(mail.facts, locale);
    case 'payment_received':
      return paymentReceived(mail.facts, locale);
    case 'payment_refunded':
      return paymentRefunded(mail.facts, locale);
    case 'refund_delayed':
      return refundDelayed(mail.facts, locale);
    case 'booking_cancelled':
      return bookingCancelled(mail.facts, locale);
    case 'tickets_cancelled':
      return ticketsCancelled(mail.facts, locale);
    case 'ticket_received':
      return ticketReceived(mail.facts, locale);
    case 'ticket_transferred':
      return ticketTransferred(mail.facts, locale);
    case 'ticket_void':
      return ticketVoid(mail.facts, locale);
    case 'waiting_joined':
      return waitingJoined(mail.facts, locale);
    case 'waiting_offer':
      return waitingOffer(mail.facts, locale);
    case 'event_cancelled':
      return eventCancelled(mail.facts, locale);
    case 'refund_failed':
      return refundFailed(mail.facts, locale);
    case 'dispute':
      return dispute(mail.facts, locale);
  }
}

/** A subject is a header: a line break in a title would start another one. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
