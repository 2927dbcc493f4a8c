-- Undoes 0001_money_and_stock.sql. Coupons, questions, waiting list, receipts and disputes go, and what bookings said of them.
ALTER TABLE "tickets" DROP CONSTRAINT "tickets_position", DROP COLUMN "position";
CREATE INDEX "tickets_booking" ON "tickets" USING btree ("booking_id");
DROP INDEX "payments_unsettled", "refunds_pending", "bookings_coupon", "bookings_waiting_entry";
-- Paid in other ways: the first tables know Stripe's payments only, and a refund of none.
DELETE FROM "receipts";
DELETE FROM "refunds" r USING "payments" p WHERE p.id = r.payment_id AND p.method <> 'stripe';
DELETE FROM "payments" WHERE "method" <> 'stripe';
ALTER TABLE "payments" DROP CONSTRAINT "payments_method", DROP COLUMN "method", DROP COLUMN "checked_at";
ALTER TABLE "refunds" DROP COLUMN "by_hand";
ALTER TABLE "bookings" DROP CONSTRAINT "bookings_count", DROP CONSTRAINT "bookings_money";
UPDATE "bookings" SET "ticket_count" = 1 WHERE "ticket_count" = 0;
ALTER TABLE "bookings" DROP COLUMN "coupon_id", DROP COLUMN "discount_minor", DROP COLUMN "waiting_entry_id", DROP COLUMN "billing";
ALTER TABLE "bookings"
  ADD CONSTRAINT "bookings_count" CHECK ("ticket_count" > 0),
  ADD CONSTRAINT "bookings_money" CHECK ("total_minor" >= 0 and "fee_minor" >= 0 and "tax_minor" >= 0);
ALTER TABLE "booking_lines"
  DROP CONSTRAINT "booking_lines_total", DROP CONSTRAINT "booking_lines_cancelled",
  DROP COLUMN "discount_minor", DROP COLUMN "cancelled_places";
ALTER TABLE "events"
  DROP CONSTRAINT "events_cancel_policy",
  DROP COLUMN "at_door_payment", DROP COLUMN "at_door_until", DROP COLUMN "waiting_list",
  DROP COLUMN "cancel_until_hours", DROP COLUMN "cancel_fee_fixed_minor", DROP COLUMN "cancel_fee_basis_points",
  DROP COLUMN "cancel_refunds", DROP COLUMN "cancel_message", DROP COLUMN "receipt_seq";
DELETE FROM "idempotency_keys" WHERE "answer" IS NULL;
ALTER TABLE "idempotency_keys" ALTER COLUMN "answer" SET NOT NULL;
DROP TABLE "receipts", "disputes", "answers", "question_ticket_types", "questions", "coupon_ticket_types", "coupons",
  "waiting_entries";
