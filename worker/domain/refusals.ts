/** Why a request is refused, as far as every client needs to know; worker/http gives each kind its HTTP status. */
export type RefusalKind =
  | 'malformed'
  | 'not_signed_in'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'rule'
  | 'too_often'
  | 'bug'
  | 'away';

interface Entry {
  kind: RefusalKind;
  /** For people who read logs. The app shows its own text: the message `error_{code}` of app/messages. */
  message: string;
}

/**
 * Every code that the API answers with. Codes are stable: clients decide by them. A new refusal is one entry here and
 * its text in app/messages, without which the type check fails.
 */
export const REFUSALS = {
  // The request's form
  invalid_request: { kind: 'malformed', message: 'The request is not valid; `details.fields` names each field.' },
  unknown_field: {
    kind: 'malformed',
    message: 'This endpoint takes no such field or query parameter; `details.fields` names each.',
  },
  invalid_json: { kind: 'malformed', message: 'The body is not valid JSON.' },
  unsupported_media_type: { kind: 'unsupported', message: 'This content type is not supported.' },
  body_too_large: { kind: 'too_large', message: 'The body is too large for this endpoint.' },
  // The caller
  not_signed_in: { kind: 'not_signed_in', message: 'Sign in first.' },
  session_expired: { kind: 'not_signed_in', message: 'The session has expired. Sign in again.' },
  forbidden: { kind: 'forbidden', message: 'You don’t have permission to do this.' },
  wrong_origin: { kind: 'forbidden', message: 'Requests with a session cookie must come from the site itself.' },
  not_found: { kind: 'not_found', message: 'Not found, or not visible to you.' },
  rate_limited: { kind: 'too_often', message: 'Too many attempts. Wait and try again.' },
  // Pictures
  image_heic: {
    kind: 'unsupported',
    message: 'Browsers can’t show HEIC. Save the picture as JPEG, or take it with “Most compatible”, and upload that.',
  },
  image_unreadable: { kind: 'unsupported', message: 'This is no PNG, JPEG, WebP or AVIF, or the file is damaged.' },
  image_too_wide: { kind: 'unsupported', message: 'A side of the picture is longer than `details.most` pixels.' },
  // Events
  event_not_published: { kind: 'rule', message: 'The event is not published.' },
  version_conflict: { kind: 'conflict', message: 'Someone else changed this in the meantime. Load it again.' },
  slug_taken: { kind: 'conflict', message: 'Another event uses this address.' },
  event_not_editable: { kind: 'conflict', message: 'The event can no longer be changed.' },
  event_has_bookings: {
    kind: 'conflict',
    message: 'An event with bookings can’t be deleted. Cancel or archive it instead.',
  },
  event_has_staff: {
    kind: 'conflict',
    message: 'Some staff can only see this event; without it they would see every event. `details.names` lists them.',
  },
  event_has_coupons: {
    kind: 'conflict',
    message: 'The event has coupons with amounts in its currency. Archive them first.',
  },
  event_incomplete: { kind: 'rule', message: 'The event can’t be published yet; `details.missing` says why.' },
  quota_below_sold: { kind: 'conflict', message: 'A quota can’t be smaller than what is sold or held.' },
  session_in_use: {
    kind: 'conflict',
    message: 'Tickets admit to a session, or were scanned for it, so it can’t be removed; `details` names them.',
  },
  sessions_outside_event: {
    kind: 'rule',
    message:
      'With these times some sessions would be outside the event: send `sessions` too; `details.sessions` names them.',
  },
  ticket_type_in_use: { kind: 'conflict', message: 'The ticket type has bookings.' },
  price_below_minimum: {
    kind: 'rule',
    message: 'The price is below the minimum card payment; `details` has the minimum and the fields.',
  },
  // Booking
  sold_out: { kind: 'conflict', message: 'Not enough tickets are left.' },
  held: { kind: 'conflict', message: 'The last tickets are in other people’s baskets; some may be released.' },
  sales_not_started: { kind: 'rule', message: 'Sales haven’t started yet.' },
  sales_ended: { kind: 'rule', message: 'Sales have ended.' },
  booking_closed: { kind: 'rule', message: 'The event is closed for bookings.' },
  person_limit_reached: { kind: 'rule', message: 'This exceeds the limit per person.' },
  too_few: { kind: 'rule', message: 'Below the minimum per booking.' },
  too_many: { kind: 'rule', message: 'Above the maximum per booking.' },
  too_many_to_wait_for: {
    kind: 'rule',
    message: 'More tickets than one person can be offered; `details.limit` has the maximum.',
  },
  unknown_ticket_type: { kind: 'rule', message: 'The event has no such ticket type.' },
  method_not_available: { kind: 'rule', message: 'This payment method is not available.' },
  attendee_names_required: { kind: 'rule', message: 'Every ticket needs a name.' },
  idempotency_conflict: { kind: 'conflict', message: 'This Idempotency-Key was used for a different request.' },
  invalid_transition: { kind: 'conflict', message: 'This is not possible in the current status.' },
  not_paid_yet: {
    kind: 'conflict',
    message: 'Single tickets can be cancelled once the booking is paid. Cancel the whole booking instead.',
  },
  hold_expired: { kind: 'conflict', message: 'The hold has expired and the tickets were released.' },
  not_cancellable: { kind: 'rule', message: 'The event’s policy doesn’t allow this cancellation.' },
  requires_other_type: { kind: 'rule', message: 'This ticket type requires another one in the same booking.' },
  price_too_low: { kind: 'rule', message: 'The price is below the minimum.' },
  answers_invalid: { kind: 'rule', message: 'Answers to the event’s questions are missing or invalid.' },
  ticket_checked_in: { kind: 'conflict', message: 'The ticket has already been used, so it can’t be changed.' },
  ticket_not_valid: { kind: 'conflict', message: 'The ticket is no longer valid.' },
  // Coupons
  coupon_unknown: { kind: 'rule', message: 'The event has no such code.' },
  coupon_not_valid_now: { kind: 'rule', message: 'The code isn’t valid right now.' },
  coupon_used_up: { kind: 'conflict', message: 'The code has reached its limit.' },
  coupon_person_limit: { kind: 'rule', message: 'This person has used the code as often as allowed.' },
  coupon_not_applicable: { kind: 'rule', message: 'The code doesn’t apply to these tickets.' },
  coupon_code_taken: { kind: 'conflict', message: 'Another coupon of the event has this code.' },
  // Waiting list
  not_sold_out: {
    kind: 'conflict',
    message: 'The waiting list opens once all tickets are sold; some are available or only held.',
  },
  already_waiting: { kind: 'conflict', message: 'This person is already on the waiting list for this ticket type.' },
  waiting_list_closed: { kind: 'rule', message: 'The event has no waiting list, or sales have ended.' },
  // Payment
  stripe_not_configured: { kind: 'rule', message: 'Card payment is off: STRIPE_SECRET_KEY is not set.' },
  nothing_to_pay: { kind: 'rule', message: 'There is nothing to pay.' },
  already_paid: { kind: 'conflict', message: 'The booking is already paid.' },
  payment_provider_unavailable: {
    kind: 'away',
    message: 'The payment provider isn’t responding. Nothing was charged; try again.',
  },
  invalid_signature: { kind: 'malformed', message: 'The signature doesn’t match.' },
  signature_expired: {
    kind: 'malformed',
    message: 'The signature matches but is not from these minutes. Is the clock right?',
  },
  stripe_event_malformed: { kind: 'malformed', message: 'The signature matches, but this is no event of Stripe’s.' },
  stripe_other_mode: {
    kind: 'rule',
    message:
      'The event is from Stripe’s live mode and the shop has a test key, or the other way round. Give each mode an endpoint of its own.',
  },
  refund_too_large: { kind: 'rule', message: 'This is more than what can be refunded.' },
  nothing_to_refund: { kind: 'conflict', message: 'The payment has already been fully refunded.' },
  payment_contested: {
    kind: 'conflict',
    message: 'The payment is disputed or was lost in a dispute, so it can’t be refunded now.',
  },
  // Door
  scan_conflict: { kind: 'conflict', message: 'This scanId was already sent with different data.' },
  undo_expired: { kind: 'rule', message: 'A scan can be undone for 15 minutes.' },
  not_your_scan: { kind: 'forbidden', message: 'Only the device that made a scan can undo it.' },
  nothing_to_undo: {
    kind: 'conflict',
    message: 'The scan changed nothing, or the ticket has been scanned again since.',
  },
  gate_unknown: { kind: 'rule', message: 'The event has no such gate.' },
  not_overridable: { kind: 'conflict', message: 'This scan can’t be overridden.' },
  pairing_unknown: { kind: 'rule', message: 'This pairing code is unknown. Ask for a new one.' },
  pairing_over: { kind: 'rule', message: 'This pairing code has expired or was revoked.' },
  device_revoked: { kind: 'not_signed_in', message: 'This device was removed from the event.' },
  rehearsal_over: { kind: 'conflict', message: 'The rehearsal has ended.' },
  // Accounts
  email_taken: { kind: 'conflict', message: 'There is already an account with this email.' },
  weak_password: { kind: 'rule', message: 'The password is shorter than 10 characters.' },
  wrong_credentials: { kind: 'not_signed_in', message: 'Email and password don’t match.' },
  link_invalid: { kind: 'rule', message: 'The link has expired, was already used, or is for another account.' },
  last_super_admin: { kind: 'conflict', message: 'At least one super admin is required.' },
  // The deployment
  outcome_unknown: {
    kind: 'away',
    message: 'The connection dropped before the outcome was known. Repeat the request with the same key.',
  },
  unavailable: { kind: 'away', message: 'Temporarily unavailable. Try again.' },
  internal: { kind: 'bug', message: 'Something went wrong on our side.' },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof REFUSALS;
