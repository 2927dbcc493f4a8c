-- Undoes 0006_mail_kinds.sql.
UPDATE "outbox" SET "kind" = 'ticket_passed_on' WHERE "lane" = 'mail' AND "kind" = 'ticket_transferred';
UPDATE "outbox" SET "kind" = 'waiting_called_off' WHERE "lane" = 'mail' AND "kind" = 'event_cancelled';
