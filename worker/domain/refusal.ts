/**
 * All error codes of the API. Codes are stable: clients decide by them, people read the message. Only worker/http maps
 * them to statuses.
 */
export const ERROR_CODES = [
  // malformed
  'invalid_request',
  'invalid_json',
  'unsupported_media_type',
  'body_too_large',
  // who is asking
  'not_signed_in',
  'session_expired',
  'forbidden',
  'wrong_origin',
  'not_found',
  'rate_limited',
  // events
  'event_not_published',
  'version_conflict',
  'slug_taken',
  'event_not_editable',
  'event_has_bookings',
  'event_has_staff',
  'event_incomplete',
  'quota_below_sold',
  'ticket_type_in_use',
  'price_below_minimum',
  // booking
  'sold_out',
  'held',
  'sales_not_started',
  'sales_ended',
  'booking_closed',
  'person_limit_reached',
  'too_few',
  'too_many',
  'too_many_to_wait_for',
  'unknown_ticket_type',
  'method_not_available',
  'attendee_names_required',
  'idempotency_conflict',
  'invalid_transition',
  'hold_expired',
  'not_cancellable',
  'requires_other_type',
  'price_too_low',
  'answers_invalid',
  'ticket_checked_in',
  'ticket_not_valid',
  // coupons
  'coupon_unknown',
  'coupon_not_valid_now',
  'coupon_used_up',
  'coupon_person_limit',
  'coupon_not_applicable',
  'coupon_code_taken',
  // waiting list
  'not_sold_out',
  'already_waiting',
  'waiting_list_closed',
  // payment
  'stripe_not_configured',
  'nothing_to_pay',
  'already_paid',
  'payment_provider_unavailable',
  'invalid_signature',
  'refund_too_large',
  'nothing_to_refund',
  'payment_contested',
  // door
  'scan_conflict',
  'undo_expired',
  'not_your_scan',
  'nothing_to_undo',
  'gate_unknown',
  'not_overridable',
  'pairing_unknown',
  'pairing_over',
  'device_revoked',
  'rehearsal_over',
  // people
  'email_taken',
  'weak_password',
  'wrong_credentials',
  'link_invalid',
  'last_super_admin',
  // us
  'outcome_unknown',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The reason why a valid request is refused. A value, never an exception. */
export interface Refusal {
  ok: false;
  code: ErrorCode;
  details?: unknown;
}

export type Outcome<T> = ({ ok: true } & T) | Refusal;

export const refusal = (code: ErrorCode, details?: unknown): Refusal =>
  details === undefined ? { ok: false, code } : { ok: false, code, details };
