-- Undoes 0007_coupon_versions.sql.
ALTER TABLE "coupons" DROP COLUMN "version";
