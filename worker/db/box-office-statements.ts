/* The statements of a turn. Rows come as one JSON parameter: arrays of every type would need a driver's help. */

export interface Statement {
  name: string;
  text: string;
}

export const BOOKINGS: Statement = {
  name: 'bookings',
  text: `insert into bookings (id, event_id, reference, user_id, buyer_name, buyer_email, buyer_email_normalized, locale,
      status, method, currency, total_minor, fee_minor, tax_minor, ticket_count, attendees, hold_expires_at, source,
      confirmed_at, created_at, updated_at)
    select id, $2, reference, "userId", "buyerName", "buyerEmail", "emailNormalized", locale, status, method, currency,
      "totalMinor", "feeMinor", "taxMinor", "ticketCount", attendees, "holdExpiresAt", source, "confirmedAt", $3, $3
    from jsonb_to_recordset($1::jsonb) as x(id uuid, reference text, "userId" uuid, "buyerName" text, "buyerEmail" text,
      "emailNormalized" text, locale text, status text, method text, currency text, "totalMinor" bigint,
      "feeMinor" bigint, "taxMinor" bigint, "ticketCount" int, attendees jsonb, "holdExpiresAt" timestamptz,
      source text, "confirmedAt" timestamptz)`,
};

export const LINES: Statement = {
  name: 'lines',
  text: `insert into booking_lines (id, booking_id, ticket_type_id, position, quantity, places, unit_price_minor,
      unit_fee_minor, total_minor, tax_minor, tax_rate_basis_points)
    select id, "bookingId", "ticketTypeId", position, quantity, places, "unitPriceMinor", "unitFeeMinor", "totalMinor",
      "taxMinor", "taxRateBasisPoints"
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "bookingId" uuid, "ticketTypeId" uuid, position int, quantity int,
      places int, "unitPriceMinor" bigint, "unitFeeMinor" bigint, "totalMinor" bigint, "taxMinor" bigint,
      "taxRateBasisPoints" int)`,
};

export const TICKETS: Statement = {
  name: 'tickets',
  text: `insert into tickets (id, event_id, booking_id, line_id, ticket_type_id, number, key_id, issued_at, attendee_name,
      seq, created_at, updated_at)
    select id, $2, "bookingId", "lineId", "ticketTypeId", number, "keyId", $3, "attendeeName", seq, $3, $3
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "bookingId" uuid, "lineId" uuid, "ticketTypeId" uuid, number text,
      "keyId" int, "attendeeName" text, seq bigint)`,
};

export const ANSWERS: Statement = {
  name: 'answers',
  text: `insert into idempotency_keys (caller, key, request_hash, answer, created_at)
    select caller, key, "requestHash", answer, $2
    from jsonb_to_recordset($1::jsonb) as x(caller text, key text, "requestHash" text, answer jsonb)
    on conflict do nothing`,
};

export const STRIPE_EVENTS: Statement = {
  name: 'stripe_events',
  text: `insert into stripe_events (id, type, payment_id, outcome, occurred_at)
    select id, type, "paymentId", outcome, "occurredAt"
    from jsonb_to_recordset($1::jsonb) as x(id text, type text, "paymentId" uuid, outcome text, "occurredAt" timestamptz)
    on conflict do nothing`,
};

export const TOUCHED_BOOKINGS: Statement = {
  name: 'touched_bookings',
  text: `update bookings b set status = x.status, hold_expires_at = x."holdExpiresAt", releasing_since = x."releasingSince",
      confirmed_at = x."confirmedAt", expired_at = x."expiredAt", cancelled_at = x."cancelledAt", updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, "holdExpiresAt" timestamptz,
      "releasingSince" timestamptz, "confirmedAt" timestamptz, "expiredAt" timestamptz, "cancelledAt" timestamptz)
    where b.id = x.id`,
};

export const PAYMENTS: Statement = {
  name: 'payments',
  text: `insert into payments (id, booking_id, status, amount_minor, currency, session_expires_at, created_at, updated_at)
    select id, "bookingId", status, "amountMinor", currency, "sessionExpiresAt", "createdAt", "createdAt"
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "bookingId" uuid, status text, "amountMinor" bigint, currency text,
      "sessionExpiresAt" timestamptz, "createdAt" timestamptz)`,
};

export const TOUCHED_PAYMENTS: Statement = {
  name: 'touched_payments',
  text: `update payments p set status = x.status, amount_minor = x."amountMinor", stripe_session_id = x."stripeSessionId",
      stripe_payment_intent_id = x."stripePaymentIntentId", checkout_url = x."checkoutUrl",
      last_decline_code = x."lastDeclineCode", updated_at = $2,
      succeeded_at = case when x.status = 'succeeded' then coalesce(p.succeeded_at, $2) end
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, "amountMinor" bigint, "stripeSessionId" text,
      "stripePaymentIntentId" text, "checkoutUrl" text, "lastDeclineCode" text)
    where p.id = x.id`,
};

export const REFUNDS: Statement = {
  name: 'refunds',
  text: `insert into refunds (id, payment_id, amount_minor, currency, reason, created_at)
    select id, "paymentId", "amountMinor", currency, reason, $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "paymentId" uuid, "amountMinor" bigint, currency text, reason text)`,
};

export const TOUCHED_REFUNDS: Statement = {
  name: 'touched_refunds',
  text: `update refunds r set status = x.status, stripe_refund_id = coalesce(x."stripeRefundId", r.stripe_refund_id),
      failure_reason = x."failureReason",
      succeeded_at = case when x.status = 'succeeded' then coalesce(r.succeeded_at, $2) else r.succeeded_at end
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, "stripeRefundId" text, "failureReason" text)
    where r.id = x.id`,
};

export const AUDIT: Statement = {
  name: 'audit',
  text: `insert into audit_log (id, at, user_id, actor, action, subject_type, subject_id, event_id, before, after)
    select gen_random_uuid(), $3, u.id, u.name, x.action, 'booking', x."bookingId"::text, $2,
      jsonb_build_object('status', x.before), jsonb_build_object('status', x.after, 'reason', x.reason)
    from jsonb_to_recordset($1::jsonb) as x("userId" uuid, action text, "bookingId" uuid, before text, after text, reason text)
    join users u on u.id = x."userId"`,
};

/** Each change of a ticket has its own number, so that the door can ask for what is newer than it has. */
export const CANCEL_TICKETS: Statement = {
  name: 'cancel_tickets',
  text: `with cancelled as (
      update tickets t set status = 'cancelled', cancelled_at = $3, updated_at = $3, seq = $2::bigint + v.n
      from (select id, row_number() over (order by id) as n from tickets
        where booking_id = any($1::uuid[]) and status = 'valid') v
      where v.id = t.id returning t.id)
    update events set ticket_seq = $2::bigint + (select count(*) from cancelled) where id = $4`,
};

export const TICKET_SEQ: Statement = { name: 'ticket_seq', text: `update events set ticket_seq = $2 where id = $1` };

/** By difference, so that two writers can't lose each other's, and under the CHECK that nothing is oversold. */
export const STOCK: Statement = {
  name: 'stock',
  text: `update quotas q set held = q.held + x.held, sold = q.sold + x.sold
    from jsonb_to_recordset($1::jsonb) as x(id uuid, held int, sold int) where q.id = x.id`,
};
