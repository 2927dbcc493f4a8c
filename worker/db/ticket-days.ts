const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The sessions that a ticket admits to, as `Day`s; none where its event has a single one. */
export const daysOfTicket = (
  ticket: string,
) => `(select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name,
    'startsAt', ${utc('s.starts_at')}, 'endsAt', ${utc('s.ends_at')}) order by s.starts_at, s.id), '[]')
  from event_sessions s where s.event_id = ${ticket}.event_id
    and exists (select 1 from event_sessions o where o.event_id = s.event_id and o.id <> s.id)
    and (exists (select 1 from ticket_type_sessions x where x.ticket_type_id = ${ticket}.ticket_type_id and x.session_id = s.id)
      or not exists (select 1 from ticket_type_sessions x where x.ticket_type_id = ${ticket}.ticket_type_id)))`;
