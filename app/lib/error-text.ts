import { m } from '$messages';
import type { ErrorCode } from '$domain/refusal';

/** A refusal in the reader's language; details fill in what a person wants to know. */
export function errorText(code: ErrorCode | 'offline', details?: unknown): string {
  const words = messages[code] ?? m.error_internal;
  const given = (details ?? {}) as { limit?: number; left?: number };
  return words({ limit: given.limit ?? 0, left: given.left ?? 0 });
}

type Words = (inputs: { limit: number; left: number }) => string;
const messages: Record<ErrorCode | 'offline', Words> = {
  offline: m.error_offline,
  invalid_request: m.error_invalid_request,
  invalid_json: m.error_invalid_json,
  unsupported_media_type: m.error_unsupported_media_type,
  body_too_large: m.error_body_too_large,
  not_signed_in: m.error_not_signed_in,
  session_expired: m.error_session_expired,
  forbidden: m.error_forbidden,
  wrong_origin: m.error_wrong_origin,
  not_found: m.error_not_found,
  rate_limited: m.error_rate_limited,
  event_not_published: m.error_event_not_published,
  version_conflict: m.error_version_conflict,
  slug_taken: m.error_slug_taken,
  event_not_editable: m.error_event_not_editable,
  event_has_bookings: m.error_event_has_bookings,
  event_incomplete: m.error_event_incomplete,
  quota_below_sold: m.error_quota_below_sold,
  ticket_type_in_use: m.error_ticket_type_in_use,
  sold_out: m.error_sold_out,
  held: m.error_held,
  sales_not_started: m.error_sales_not_started,
  sales_ended: m.error_sales_ended,
  booking_closed: m.error_booking_closed,
  person_limit_reached: m.error_person_limit_reached,
  too_few: m.error_too_few,
  too_many: m.error_too_many,
  unknown_ticket_type: m.error_unknown_ticket_type,
  method_not_available: m.error_method_not_available,
  attendee_names_required: m.error_attendee_names_required,
  idempotency_conflict: m.error_idempotency_conflict,
  invalid_transition: m.error_invalid_transition,
  hold_expired: m.error_hold_expired,
  not_cancellable: m.error_not_cancellable,
  stripe_not_configured: m.error_stripe_not_configured,
  nothing_to_pay: m.error_nothing_to_pay,
  already_paid: m.error_already_paid,
  payment_provider_unavailable: m.error_payment_provider_unavailable,
  invalid_signature: m.error_invalid_signature,
  scan_conflict: m.error_scan_conflict,
  undo_expired: m.error_undo_expired,
  not_your_scan: m.error_not_your_scan,
  nothing_to_undo: m.error_nothing_to_undo,
  gate_unknown: m.error_gate_unknown,
  email_taken: m.error_email_taken,
  weak_password: m.error_weak_password,
  wrong_credentials: m.error_wrong_credentials,
  link_invalid: m.error_link_invalid,
  last_super_admin: m.error_last_super_admin,
  outcome_unknown: m.error_outcome_unknown,
  unavailable: m.error_unavailable,
  internal: m.error_internal,
};
