UPDATE "outbox" SET "kind" = 'ticket_transferred' WHERE "lane" = 'mail' AND "kind" = 'ticket_passed_on';--> statement-breakpoint
UPDATE "outbox" SET "kind" = 'event_cancelled' WHERE "lane" = 'mail' AND "kind" = 'waiting_called_off';
