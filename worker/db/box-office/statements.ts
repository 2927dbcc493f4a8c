/* The statements of a turn. Rows come as one JSON parameter: arrays of every type would need a driver's help. */

export interface Statement {
  name: string;
  text: string;
}

export const BOOKINGS: Statement = {
  name: 'bookings',
  text: `insert into bookings (id, event_id, reference, user_id, buyer_name, buyer_email, buyer_email_normalized, locale,
      status, method, currency, total_minor, fee_minor, tax_minor, discount_minor, coupon_id, waiting_entry_id,
      ticket_count, attendees, billing, hold_expires_at, source, confirmed_at, created_at, updated_at)
    select id, $2, reference, "userId", "buyerName", "buyerEmail", "emailNormalized", locale, status, method, currency,
      "totalMinor", "feeMinor", "taxMinor", "discountMinor", "couponId", "waitingEntryId", "ticketCount", attendees,
      billing, "holdExpiresAt", source, "confirmedAt", $3, $3
    from jsonb_to_recordset($1::jsonb) as x(id uuid, reference text, "userId" uuid, "buyerName" text, "buyerEmail" text,
      "emailNormalized" text, locale text, status text, method text, currency text, "totalMinor" bigint,
      "feeMinor" bigint, "taxMinor" bigint, "discountMinor" bigint, "couponId" uuid, "waitingEntryId" uuid,
      "ticketCount" int, attendees jsonb, billing jsonb, "holdExpiresAt" timestamptz, source text,
      "confirmedAt" timestamptz)`,
};

export const LINES: Statement = {
  name: 'lines',
  text: `insert into booking_lines (id, booking_id, ticket_type_id, position, quantity, places, unit_price_minor,
      unit_fee_minor, discount_minor, total_minor, tax_minor, tax_rate_basis_points)
    select id, "bookingId", "ticketTypeId", position, quantity, places, "unitPriceMinor", "unitFeeMinor",
      "discountMinor", "totalMinor", "taxMinor", "taxRateBasisPoints"
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "bookingId" uuid, "ticketTypeId" uuid, position int, quantity int,
      places int, "unitPriceMinor" bigint, "unitFeeMinor" bigint, "discountMinor" bigint, "totalMinor" bigint,
      "taxMinor" bigint, "taxRateBasisPoints" int)`,
};

export const TOUCHED_LINES: Statement = {
  name: 'touched_lines',
  text: `update booking_lines l set cancelled_places = x."cancelledPlaces"
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "cancelledPlaces" int) where l.id = x.id`,
};

export const FORGET_REPLIES: Statement = {
  name: 'forget_replies',
  text: `delete from answers where booking_id in (select value::uuid from jsonb_array_elements_text($1::jsonb))`,
};

/** Buyers' answers to the organizer's questions. */
export const REPLIES: Statement = {
  name: 'replies',
  text: `insert into answers (booking_id, place, question_id, value) select "bookingId", place, "questionId", value
    from jsonb_to_recordset($1::jsonb) as x("bookingId" uuid, place int, "questionId" uuid, value text)`,
};

export const WAITING: Statement = {
  name: 'new_waiting',
  text: `insert into waiting_entries (id, event_id, ticket_type_id, quantity, name, email, email_normalized, user_id,
      locale, status, first, offered_at, created_at, updated_at)
    select id, $2, "ticketTypeId", quantity, name, email, "emailNormalized", "userId", locale, status, first, "offeredAt",
      $3, $3
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "ticketTypeId" uuid, quantity int, name text, email text,
      "emailNormalized" text, "userId" uuid, locale text, status text, first boolean, "offeredAt" timestamptz)`,
};

export const TOUCHED_WAITING: Statement = {
  name: 'touched_waiting',
  text: `update waiting_entries w set status = x.status, first = x.first, offered_at = x."offeredAt", updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, first boolean, "offeredAt" timestamptz)
    where w.id = x.id`,
};

export const TICKETS: Statement = {
  name: 'tickets',
  text: `insert into tickets (id, event_id, booking_id, line_id, ticket_type_id, position, number, key_id, issued_at,
      attendee_name, seq, created_at, updated_at)
    select id, $2, "bookingId", "lineId", "ticketTypeId", position, number, "keyId", $3, "attendeeName", seq, $3, $3
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "bookingId" uuid, "lineId" uuid, "ticketTypeId" uuid, position int,
      number text, "keyId" int, "attendeeName" text, seq bigint)`,
};

export const TOUCHED_TICKETS: Statement = {
  name: 'touched_tickets',
  text: `update tickets t set status = x.status, revision = x.revision, attendee_name = x."attendeeName",
      holder_email = x."holderEmail", link_version = x."linkVersion", seq = x.seq, cancelled_at = x."cancelledAt",
      updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, revision int, "attendeeName" text, "holderEmail" text,
      "linkVersion" int, seq bigint, "cancelledAt" timestamptz)
    where t.id = x.id`,
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
  text: `update bookings b set status = x.status, method = x.method, ticket_count = x."ticketCount",
      attendees = x.attendees, billing = nullif(x.billing, 'null'), hold_expires_at = x."holdExpiresAt",
      releasing_since = x."releasingSince", refund_if_paid = x."refundIfPaid", confirmed_at = x."confirmedAt", expired_at = x."expiredAt",
      cancelled_at = x."cancelledAt", updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, method text, "ticketCount" int, attendees jsonb,
      billing jsonb, "holdExpiresAt" timestamptz, "releasingSince" timestamptz, "refundIfPaid" boolean,
      "confirmedAt" timestamptz,
      "expiredAt" timestamptz, "cancelledAt" timestamptz)
    where b.id = x.id`,
};

export const PAYMENTS: Statement = {
  name: 'payments',
  text: `insert into payments (id, booking_id, status, method, amount_minor, currency, paid_minor, paid_currency,
      session_expires_at, succeeded_at, created_at, updated_at)
    select id, "bookingId", status, method, "amountMinor", currency, "paidMinor", "paidCurrency", "sessionExpiresAt",
      case when status = 'succeeded' then "createdAt" end, "createdAt", "createdAt"
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "bookingId" uuid, status text, method text, "amountMinor" bigint,
      currency text, "paidMinor" bigint, "paidCurrency" text, "sessionExpiresAt" timestamptz, "createdAt" timestamptz)`,
};

export const TOUCHED_PAYMENTS: Statement = {
  name: 'touched_payments',
  text: `update payments p set status = x.status, paid_minor = x."paidMinor", paid_currency = x."paidCurrency",
      stripe_session_id = x."stripeSessionId",
      stripe_payment_intent_id = x."stripePaymentIntentId", checkout_url = x."checkoutUrl",
      last_decline_code = x."lastDeclineCode", updated_at = $2,
      succeeded_at = case when x.status = 'succeeded' then coalesce(p.succeeded_at, $2) end
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, "paidMinor" bigint, "paidCurrency" text,
      "stripeSessionId" text, "stripePaymentIntentId" text, "checkoutUrl" text, "lastDeclineCode" text)
    where p.id = x.id`,
};

export const REFUNDS: Statement = {
  name: 'refunds',
  text: `insert into refunds (id, payment_id, status, amount_minor, currency, reason, stripe_refund_id, requested_by,
      by_hand, succeeded_at, created_at)
    select id, "paymentId", status, "amountMinor", currency, reason, "stripeRefundId", "requestedBy", "byHand",
      case when status = 'succeeded' then $2::timestamptz end, $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "paymentId" uuid, status text, "amountMinor" bigint, currency text,
      reason text, "stripeRefundId" text, "requestedBy" uuid, "byHand" boolean)`,
};

export const TOUCHED_REFUNDS: Statement = {
  name: 'touched_refunds',
  text: `update refunds r set status = x.status, stripe_refund_id = coalesce(r.stripe_refund_id, x."stripeRefundId"),
      failure_reason = coalesce(x."failureReason", r.failure_reason), by_hand = x."byHand",
      amount_minor = x."amountMinor",
      succeeded_at = case when x.status = 'succeeded' then coalesce(r.succeeded_at, $2) else r.succeeded_at end
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, "stripeRefundId" text, "failureReason" text,
      "byHand" boolean, "amountMinor" bigint)
    where r.id = x.id`,
};

/** As it is when the receipt is issued; without settings the event's organizer is the seller. */
const SELLER = `select jsonb_build_object('name', coalesce(nullif(o.legal_name, ''), nullif(e.organizer_name, ''), e.title),
    'address', coalesce(o.address, ''), 'vatId', coalesce(o.vat_id, ''), 'email', coalesce(o.contact_email, e.contact_email))
  from events e left join organization o on o.single where e.id = $2`;

export const RECEIPTS: Statement = {
  name: 'receipts',
  text: `insert into receipts (id, event_id, number, kind, booking_id, payment_id, refund_id, total_minor, currency, tax,
      seller, issued_at)
    select id, $2, number, kind, "bookingId", "paymentId", "refundId", "totalMinor", currency, tax, (${SELLER}), $3
    from jsonb_to_recordset($1::jsonb) as x(id uuid, number int, kind text, "bookingId" uuid, "paymentId" uuid,
      "refundId" uuid, "totalMinor" bigint, currency text, tax jsonb)`,
};

export const DISPUTES: Statement = {
  name: 'disputes',
  text: `insert into disputes (id, stripe_dispute_id, payment_id, status, amount_minor, currency, reason,
      evidence_due_at, closed_at, created_at)
    select id, "stripeDisputeId", "paymentId", status, "amountMinor", currency, reason, "evidenceDueAt",
      case when status <> 'open' then $2::timestamptz end, $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "stripeDisputeId" text, "paymentId" uuid, status text,
      "amountMinor" bigint, currency text, reason text, "evidenceDueAt" timestamptz)
    on conflict (stripe_dispute_id) do update set status = excluded.status, closed_at = excluded.closed_at`,
};

export const AUDIT: Statement = {
  name: 'audit',
  text: `insert into audit_log (id, at, user_id, actor, action, subject_type, subject_id, event_id, before, after)
    select gen_random_uuid(), $3, u.id, coalesce(u.name, x.actor), x.action, 'booking', x."bookingId"::text, $2, x.before,
      x.after
    from jsonb_to_recordset($1::jsonb) as x("userId" uuid, actor text, action text, "bookingId" uuid, before jsonb,
      after jsonb)
    left join users u on u.id = x."userId"`,
};

/** Each change of a ticket has its own number, so that the door can ask for newer ones. */
export const CHANGE_TICKETS: Statement = {
  name: 'change_tickets',
  text: `with chosen as (
      select id, booking_id = any($1::uuid[]) as is_void, row_number() over (order by id) as n from tickets
      where booking_id = any($1::uuid[] || $2::uuid[]) and status = 'valid'),
    changed as (
      update tickets t set seq = $3::bigint + c.n, updated_at = $4,
        status = case when c.is_void then 'cancelled' else t.status end,
        cancelled_at = case when c.is_void then $4 else t.cancelled_at end
      from chosen c where c.id = t.id returning t.id)
    update events set ticket_seq = $3::bigint + (select count(*) from changed) where id = $5`,
};

export const EVENT_COUNTS: Statement = {
  name: 'event_counts',
  text: `update events set ticket_seq = $2, receipt_seq = $3 where id = $1`,
};

/** By difference, like places: two writers can't lose each other's changes. */
export const COUPON_USES: Statement = {
  name: 'coupon_uses',
  text: `update coupons c set used = c.used + x.by from jsonb_to_recordset($1::jsonb) as x(id uuid, by int)
    where c.id = x.id`,
};

/** By difference, so that two writers can't lose each other's changes, and under the CHECK against overselling. */
export const STOCK: Statement = {
  name: 'stock',
  text: `update quotas q set held = q.held + x.held, sold = q.sold + x.sold
    from jsonb_to_recordset($1::jsonb) as x(id uuid, held int, sold int) where q.id = x.id`,
};
