/** How many places of a quota are offered to the waiting list. Takes the table's name in the surrounding statement. */
export const offeredOf = (quotas: string) => `coalesce((select sum(l.places)
    from bookings b join booking_lines l on l.booking_id = b.id
    join ticket_type_quotas tq on tq.ticket_type_id = l.ticket_type_id
    where tq.quota_id = ${quotas}.id and b.event_id = ${quotas}.event_id and b.status = 'pending_payment'
      and b.waiting_entry_id is not null and b.method <> 'at_door'), 0)::int`;
