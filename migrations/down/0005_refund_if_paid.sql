-- Undoes 0005_refund_if_paid.sql. What staff wished is forgotten: such a booking is confirmed where it was paid after all.
ALTER TABLE "bookings" DROP COLUMN "refund_if_paid";
