CREATE TABLE "organization" (
	"single" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"legal_name" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"vat_id" text DEFAULT '' NOT NULL,
	"contact_email" text,
	"default_tax_rate_basis_points" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_single" CHECK ("organization"."single"),
	CONSTRAINT "organization_tax" CHECK ("organization"."default_tax_rate_basis_points" between 0 and 10000)
);
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_state";--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "paid_minor" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "paid_currency" char(3);--> statement-breakpoint
UPDATE "payments" SET "paid_minor" = "amount_minor", "paid_currency" = "currency" WHERE "status" = 'succeeded';--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "seller" jsonb;--> statement-breakpoint
UPDATE "receipts" r SET "seller" = jsonb_build_object('name', coalesce(nullif(e.organizer_name, ''), e.title), 'address', '', 'vatId', '', 'email', e.contact_email)
	FROM "events" e WHERE e.id = r.event_id;--> statement-breakpoint
ALTER TABLE "receipts" ALTER COLUMN "seller" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "checked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_state" CHECK (state in ('pending', 'sent', 'failed', 'overtaken'));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_paid" CHECK ("payments"."status" <> 'succeeded' or num_nulls("payments"."paid_minor", "payments"."paid_currency") = 0);--> statement-breakpoint
INSERT INTO "organization" DEFAULT VALUES;
