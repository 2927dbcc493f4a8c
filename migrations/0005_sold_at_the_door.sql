ALTER TABLE "bookings" ADD COLUMN "refund_if_paid" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "bookings_offers" ON "bookings" USING btree ("event_id") WHERE status = 'pending_payment' and waiting_entry_id is not null;--> statement-breakpoint
UPDATE "quotas" q SET "held" = q."held" - x.places, "sold" = q."sold" + x.places FROM (
	SELECT tq.quota_id, sum(l.places - l.cancelled_places)::int AS places FROM bookings b
	JOIN booking_lines l ON l.booking_id = b.id JOIN ticket_type_quotas tq ON tq.ticket_type_id = l.ticket_type_id
	WHERE b.status = 'pending_payment' AND b.method = 'at_door' GROUP BY 1
) x WHERE q.id = x.quota_id;
