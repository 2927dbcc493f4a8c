-- Undoes 0002_settings_and_facts.sql. The seller's details go, and what receipts said of them.
DROP TABLE "organization";
ALTER TABLE "receipts" DROP COLUMN "seller";
ALTER TABLE "refunds" DROP COLUMN "checked_at";
-- The tables before knew one amount of a payment: what came, where something came.
UPDATE "payments" SET "amount_minor" = "paid_minor", "currency" = "paid_currency" WHERE "status" = 'succeeded';
ALTER TABLE "payments" DROP CONSTRAINT "payments_paid", DROP COLUMN "paid_minor", DROP COLUMN "paid_currency";
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_state";
UPDATE "outbox" SET "state" = 'failed' WHERE "state" = 'overtaken';
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_state" CHECK (state in ('pending', 'sent', 'failed'));
