import { m } from '$messages';
import type { BookingView } from '#contract/booking/booking.ts';
import type { Answer } from '$lib/api.ts';
import { toCsv } from '$lib/office/csv.ts';
import { tickets } from '$lib/office/calls.ts';

/** The check-ins of a booking's tickets as CSV: evidence for a bank when a payment is disputed. */
export async function checkInRecord(booking: BookingView): Promise<Answer<string>> {
  const rows: string[][] = [];
  for (const { id } of booking.tickets) {
    const answer = await tickets.one(id);
    if (!answer.ok) return answer;
    const { number, attendeeName, typeName, status, checkedInAt, checkedInGate } = answer.data;
    rows.push([
      booking.event.title,
      booking.reference,
      booking.buyer.name,
      booking.buyer.email,
      booking.createdAt,
      number,
      attendeeName,
      typeName,
      status,
      checkedInAt ?? '',
      checkedInGate ?? '',
    ]);
  }
  const head = [
    m.office_event(),
    m.office_reference(),
    m.office_buyer(),
    m.office_email(),
    m.office_record_booked(),
    m.office_number(),
    m.office_person(),
    m.office_ticket_type(),
    m.office_status(),
    m.office_record_checked_in(),
    m.office_record_gate(),
  ];
  return { ok: true, data: toCsv([head, ...rows]) };
}
