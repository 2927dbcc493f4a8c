-- Undoes 0005_sold_at_the_door.sql. What staff wished is forgotten: such a booking is confirmed where it was paid after all.
UPDATE "quotas" q SET "held" = q."held" + x.places, "sold" = q."sold" - x.places FROM (
	SELECT tq.quota_id, sum(l.places - l.cancelled_places)::int AS places FROM bookings b
	JOIN booking_lines l ON l.booking_id = b.id JOIN ticket_type_quotas tq ON tq.ticket_type_id = l.ticket_type_id
	WHERE b.status = 'pending_payment' AND b.method = 'at_door' GROUP BY 1
) x WHERE q.id = x.quota_id;
DROP INDEX "bookings_offers";
ALTER TABLE "bookings" DROP COLUMN "refund_if_paid";
