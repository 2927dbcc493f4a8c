import { m } from '$messages';

const KINDS: Record<string, () => string> = {
  verify_address: m.office_mail_verify_address,
  reset_password: m.office_mail_reset_password,
  staff_invitation: m.office_mail_staff_invitation,
  booking_confirmed: m.office_mail_booking_confirmed,
  hold_expired: m.office_mail_hold_expired,
  booking_links: m.office_mail_booking_links,
  payment_received: m.office_mail_payment_received,
  payment_refunded: m.office_mail_payment_refunded,
  refund_delayed: m.office_mail_refund_delayed,
  event_cancelled: m.office_mail_waiting_event_cancelled,
  booking_cancelled: m.office_mail_booking_cancelled,
  tickets_cancelled: m.office_mail_tickets_cancelled,
  ticket_received: m.office_mail_ticket_received,
  ticket_transferred: m.office_mail_ticket_transferred,
  ticket_void: m.office_mail_ticket_void,
  waiting_joined: m.office_mail_waiting_joined,
  waiting_offer: m.office_mail_waiting_offer,
  refund_failed: m.office_mail_refund_failed,
  dispute: m.office_mail_dispute,
};

/** An email's kind in words; an unknown kind by its own name. */
export const mailKind = (kind: string): string => KINDS[kind]?.() ?? kind.replaceAll('_', ' ');
