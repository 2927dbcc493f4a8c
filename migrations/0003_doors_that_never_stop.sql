CREATE TABLE "pairings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"gate_id" uuid,
	"code_hash" "bytea" NOT NULL,
	"may_sell" boolean DEFAULT false NOT NULL,
	"may_supervise" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "pairings_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
DROP INDEX "attendance_one_live";--> statement-breakpoint
DROP INDEX "attendance_only_entry";--> statement-breakpoint
ALTER TABLE "attendance" ADD COLUMN "is_conflict" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "pairing_id" uuid;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "may_sell" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "may_supervise" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "door_conflicts" ADD COLUMN "other_device_id" uuid;--> statement-breakpoint
ALTER TABLE "door_conflicts" ADD COLUMN "closed_by_device" uuid;--> statement-breakpoint
ALTER TABLE "scans" ADD COLUMN "is_offline" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "scans" ADD COLUMN "overridden_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "scans" ADD COLUMN "override_reason" text;--> statement-breakpoint
ALTER TABLE "scans" ADD COLUMN "overridden_by_device" uuid;--> statement-breakpoint
ALTER TABLE "scans" ADD COLUMN "overridden_by_user" uuid;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_gate_id_gates_id_fk" FOREIGN KEY ("gate_id") REFERENCES "public"."gates"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pairings_event" ON "pairings" USING btree ("event_id");--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scans" ADD CONSTRAINT "scans_overridden_by_user_users_id_fk" FOREIGN KEY ("overridden_by_user") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "devices_pairing" ON "devices" USING btree ("pairing_id");--> statement-breakpoint
CREATE UNIQUE INDEX "attendance_one_live" ON "attendance" USING btree ("ticket_id","session_id") WHERE exited_at is null and undone_at is null and not is_conflict;--> statement-breakpoint
CREATE UNIQUE INDEX "attendance_only_entry" ON "attendance" USING btree ("ticket_id","session_id") WHERE only_entry and undone_at is null and not is_conflict;