import type { Context } from 'hono';
import type { ApiError } from '#contract/error.ts';
import type { ErrorCode, Refusal } from '#domain/refusal.ts';
import type { AppEnv } from './app-env.ts';
import { words } from './error-words.ts';

/** The only place that turns a refusal into a status. */
export function refuse(c: Context, refused: Omit<Refusal, 'ok'>) {
  // Whoever was signed in, or paired, until a moment ago is told so.
  const noLonger = c.get('noLonger') as AppEnv['Variables']['noLonger'];
  const code = (refused.code === 'not_signed_in' && noLonger) || refused.code;
  const status = statusOf(code);
  const error: ApiError['error'] = { code, message: words[code] };
  if (refused.details !== undefined) error.details = refused.details;
  const retryAfter = status === 429 || status === 503 ? retryAfterSeconds(refused.details) : null;
  return c.json<ApiError, typeof status>(
    { error },
    status,
    retryAfter ? { 'Retry-After': String(retryAfter) } : undefined,
  );
}

function retryAfterSeconds(details: unknown): number {
  const given = (details as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds;
  return typeof given === 'number' ? Math.max(1, Math.ceil(given)) : 1;
}

export function statusOf(code: ErrorCode) {
  switch (code) {
    case 'invalid_request':
    case 'invalid_json':
    case 'invalid_signature':
      return 400;
    case 'not_signed_in':
    case 'session_expired':
    case 'device_revoked':
    case 'wrong_credentials':
      return 401;
    case 'forbidden':
    case 'wrong_origin':
    case 'not_your_scan':
      return 403;
    case 'not_found':
      return 404;
    case 'version_conflict':
    case 'slug_taken':
    case 'email_taken':
    case 'event_has_bookings':
    case 'event_has_staff':
    case 'event_not_editable':
    case 'quota_below_sold':
    case 'ticket_type_in_use':
    case 'idempotency_conflict':
    case 'scan_conflict':
    case 'nothing_to_undo':
    case 'not_overridable':
    case 'rehearsal_over':
    case 'sold_out':
    case 'held':
    case 'invalid_transition':
    case 'hold_expired':
    case 'already_paid':
    case 'ticket_checked_in':
    case 'ticket_not_valid':
    case 'coupon_used_up':
    case 'coupon_code_taken':
    case 'not_sold_out':
    case 'already_waiting':
    case 'nothing_to_refund':
    case 'payment_contested':
    case 'last_super_admin':
      return 409;
    case 'body_too_large':
      return 413;
    case 'unsupported_media_type':
      return 415;
    case 'event_not_published':
    case 'event_incomplete':
    case 'price_below_minimum':
    case 'sales_not_started':
    case 'sales_ended':
    case 'booking_closed':
    case 'person_limit_reached':
    case 'too_few':
    case 'too_many':
    case 'too_many_to_wait_for':
    case 'unknown_ticket_type':
    case 'method_not_available':
    case 'attendee_names_required':
    case 'not_cancellable':
    case 'requires_other_type':
    case 'price_too_low':
    case 'answers_invalid':
    case 'coupon_unknown':
    case 'coupon_not_valid_now':
    case 'coupon_person_limit':
    case 'coupon_not_applicable':
    case 'waiting_list_closed':
    case 'refund_too_large':
    case 'stripe_not_configured':
    case 'nothing_to_pay':
    case 'undo_expired':
    case 'gate_unknown':
    case 'pairing_unknown':
    case 'pairing_over':
    case 'weak_password':
    case 'link_invalid':
      return 422;
    case 'rate_limited':
      return 429;
    case 'payment_provider_unavailable':
    case 'outcome_unknown':
    case 'unavailable':
      return 503;
    case 'internal':
      return 500;
    default:
      return code satisfies never;
  }
}
