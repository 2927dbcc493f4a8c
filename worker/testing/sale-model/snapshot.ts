import type pg from 'pg';
import type { BookingMethod, BookingStatus } from '#domain/booking/booking.ts';
import type { PaymentStatus, RefundStatus } from '#domain/payment/payment.ts';
import type { WaitingStatus } from '#domain/booking/waiting.ts';

/** All rows of one event between two moves. */
export interface Snapshot {
  /** Refunds that wait for a bank's decision. */
  deferred: { booking_id: string; amount_minor: number }[];
  event: { status: string; ends_at: string; receipt_seq: number; ticket_seq: number; per_person_limit: number };
  quotas: { id: string; size: number | null; held: number; sold: number }[];
  types: { id: string; places: number; quotas: string[] }[];
  coupons: { id: string; code: string; used: number; max_uses: number | null; uses_per_person: number | null }[];
  bookings: BookingRow[];
  lines: LineRow[];
  tickets: TicketRow[];
  answers: { booking_id: string; question_id: string }[];
  payments: PaymentRow[];
  refunds: RefundRow[];
  receipts: {
    number: number;
    kind: string;
    payment_id: string | null;
    refund_id: string | null;
    total_minor: number;
  }[];
  waiting: WaitingRow[];
  /** Open Stripe tasks, the oldest first. */
  tasks: { id: string; kind: string; payload: Record<string, string>; booking_id: string }[];
}
export interface BookingRow {
  id: string;
  status: BookingStatus;
  method: BookingMethod;
  buyer_email_normalized: string;
  total_minor: number;
  ticket_count: number;
  coupon_id: string | null;
  waiting_entry_id: string | null;
  hold_expires_at: string | null;
  releasing_since: string | null;
  expired_at: string | null;
  created_at: string;
  source: string;
}
export interface LineRow {
  booking_id: string;
  ticket_type_id: string;
  quantity: number;
  places: number;
  cancelled_places: number;
}
export interface TicketRow {
  id: string;
  booking_id: string;
  ticket_type_id: string;
  status: 'valid' | 'cancelled';
  revision: number;
  seq: number;
}
export interface PaymentRow {
  id: string;
  booking_id: string;
  status: PaymentStatus;
  method: string;
  amount_minor: number;
  stripe_session_id: string | null;
}
export interface RefundRow {
  id: string;
  payment_id: string;
  status: RefundStatus;
  amount_minor: number;
  by_hand: boolean;
  reason: string;
}
export interface WaitingRow {
  id: string;
  ticket_type_id: string;
  quantity: number;
  email_normalized: string;
  status: WaitingStatus;
  first: boolean;
  created_at: string;
}

const list = (text: string) => `(select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (${text}) x)`;
const OF_EVENT = 'select id from bookings where event_id = $1';
const SNAPSHOT = `select jsonb_build_object(
  'event', (select to_jsonb(e) from events e where id = $1),
  'quotas', ${list('select * from quotas where event_id = $1 order by id')},
  'types', ${list(`select t.id, t.places, array(select quota_id from ticket_type_quotas where ticket_type_id = t.id) as quotas
    from ticket_types t where event_id = $1 order by index`)},
  'coupons', ${list('select * from coupons where event_id = $1 order by id')},
  'bookings', ${list('select * from bookings where event_id = $1 order by created_at, id')},
  'lines', ${list(`select * from booking_lines where booking_id in (${OF_EVENT}) order by booking_id, position`)},
  'tickets', ${list('select * from tickets where event_id = $1 order by booking_id, position')},
  'answers', ${list(`select * from answers where booking_id in (${OF_EVENT})`)},
  'payments', ${list(`select * from payments where booking_id in (${OF_EVENT}) order by created_at, id`)},
  'refunds', ${list(`select r.* from refunds r join payments p on p.id = r.payment_id
    where p.booking_id in (${OF_EVENT}) order by r.created_at, r.id`)},
  'deferred', ${list(`select subject_id as booking_id, (after->>'amountMinor')::bigint as amount_minor from audit_log
    where event_id = $1 and action = 'refund.deferred'`)},
  'receipts', ${list('select * from receipts where event_id = $1 order by number')},
  'waiting', ${list('select * from waiting_entries where event_id = $1 order by first desc, created_at, id')},
  'tasks', ${list(`select * from outbox where event_id = $1 and lane = 'stripe' and state = 'pending' order by id`)}
) as snapshot`;

export async function readSnapshot(db: pg.Client, eventId: string): Promise<Snapshot> {
  const { rows } = await db.query({ name: 'snapshot', text: SNAPSHOT, values: [eventId] });
  return (rows[0] as { snapshot: Snapshot }).snapshot;
}
