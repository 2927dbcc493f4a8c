/**
 * The schema of the room's SQLite, in steps. A room takes the steps that it lacks when it wakes. Times are milliseconds.
 * Scans, their later changes, closings and conflicts share one sequence of numbers (`n`, `changed_n`), so that all
 * numbers above `delivered` are undelivered. An entry is delivered with the scan that changed it. Scans that came from
 * Postgres have numbers below zero, the newest the highest. There are few indexes, and they grow at one end: a scan
 * costs more with every page that it touches.
 */
export const LEDGER_STEPS = [
  `
create table if not exists meta (key text primary key, value text not null) without rowid;
create table if not exists tickets (
  id text primary key,
  number text unique,
  type_id text not null,
  status text not null,
  revision integer not null,
  attendee_name text not null,
  amount_due_minor integer,
  key_id integer,
  issued_at integer,
  code text
) without rowid;
create index if not exists tickets_unsigned on tickets (id) where code is null and key_id is not null;
create table if not exists issued (type_id text primary key, valid integer not null) without rowid;
create table if not exists scans (
  n integer primary key,
  device_id text not null,
  scan_id text not null,
  content text not null,
  ticket_id text,
  session_id text,
  gate_id text,
  gate_name text not null,
  device_name text not null,
  user_id text,
  direction text not null,
  result text not null,
  answer text not null,
  entry_id text,
  scanned_at integer not null,
  decided_at integer not null,
  undone_at integer,
  undo_reason text,
  undone_n integer
);
create unique index if not exists scans_once on scans (scan_id, device_id);
create index if not exists scans_undone on scans (undone_n) where undone_n is not null;
create table if not exists entries (
  ticket_id text not null,
  session_id text not null,
  id text not null,
  gate_id text,
  gate_name text not null,
  device_name text not null,
  device_id text not null,
  scan_id text not null,
  entered_at integer not null,
  exited_at integer,
  undone_at integer,
  only_entry integer not null,
  primary key (ticket_id, session_id, id)
) without rowid;
create table if not exists closings (
  session_id text not null,
  ended_at integer not null,
  closed_at integer not null,
  n integer not null,
  primary key (session_id, ended_at)
) without rowid;
create table if not exists tallies (
  session_id text not null,
  kind text not null,
  key text not null,
  entered integer not null,
  inside integer not null,
  refused integer not null,
  primary key (session_id, kind, key)
) without rowid;
create table if not exists pace (second integer primary key, entries integer not null);
create table if not exists used_passes (id text primary key, expires_at integer not null) without rowid;
`,
  `
alter table scans rename column undone_n to changed_n;
alter table scans add column is_offline integer not null default 0;
alter table scans add column overridden_at integer;
alter table scans add column override_reason text;
alter table scans add column overridden_by_device text;
alter table scans add column overridden_by_user text;
alter table entries add column is_conflict integer not null default 0;
alter table tickets add column booking_id text;
create index tickets_booking on tickets (booking_id) where booking_id is not null;
create table conflicts (
  id text primary key,
  ticket_id text,
  device_id text not null,
  scan_id text not null,
  other_device_id text,
  other_device_name text not null,
  reason text not null,
  noticed_at integer not null,
  closed_at integer,
  closed_by_user text,
  closed_by_device text,
  n integer not null
) without rowid;
create index conflicts_changed on conflicts (n);
create table presence (
  device_id text primary key,
  name text not null,
  gate_name text not null,
  seen_at integer not null,
  waiting integer not null,
  told_at integer not null
) without rowid;
delete from meta where key in ('rebuilt', 'cursor');
`,
  // For packs: names sealed under the tickets' codes, and the number of each ticket's last change.
  `
alter table tickets add column sealed_name blob;
alter table tickets add column name_version integer not null default 0;
alter table tickets add column pack_n integer not null default 0;
create index tickets_packed on tickets (pack_n);
update tickets set code = null where key_id is not null;
insert or replace into meta (key, value) values ('packGeneration', abs(random()) % 4294967296);
`,
  // Counts by type are of tickets, no longer of entries.
  `
update tallies set (entered, inside) = (
  select count(distinct e.ticket_id), count(distinct case when e.exited_at is null then e.ticket_id end)
  from entries e join tickets t on t.id = e.ticket_id
  where e.session_id = tallies.session_id and t.type_id = tallies.key and t.status = 'valid' and e.undone_at is null
) where kind = 'type';
`,
  // The revision of the ticket that an entry was made on, for comparison with changes that arrive later.
  'alter table entries add column revision integer',
];
