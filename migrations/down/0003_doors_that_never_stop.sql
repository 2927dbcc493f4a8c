-- Undoes 0003_doors_that_never_stop.sql. Admissions that clash go, and what was paired by a link.
DELETE FROM "attendance" WHERE "is_conflict";
DROP INDEX "attendance_one_live", "attendance_only_entry";
ALTER TABLE "attendance" DROP COLUMN "is_conflict";
CREATE UNIQUE INDEX "attendance_one_live" ON "attendance" USING btree ("ticket_id","session_id") WHERE exited_at is null and undone_at is null;
CREATE UNIQUE INDEX "attendance_only_entry" ON "attendance" USING btree ("ticket_id","session_id") WHERE only_entry and undone_at is null;
DELETE FROM "devices" WHERE "token_hash" IS NOT NULL;
ALTER TABLE "devices" DROP COLUMN "pairing_id", DROP COLUMN "may_sell", DROP COLUMN "may_supervise";
DROP TABLE "pairings";
ALTER TABLE "door_conflicts" DROP COLUMN "other_device_id", DROP COLUMN "closed_by_device";
ALTER TABLE "scans" DROP COLUMN "is_offline", DROP COLUMN "overridden_at", DROP COLUMN "override_reason", DROP COLUMN "overridden_by_device", DROP COLUMN "overridden_by_user";
