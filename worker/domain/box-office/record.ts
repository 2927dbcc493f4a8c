import type { BookingRecord, TicketRecord } from '../booking/booking.ts';
import { typeOf } from './booking-steps.ts';
import type { NewTicket } from './changes.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';

/** Returns the booking as it is reported, with the tickets that were just issued. */
export function toRecord(desk: Desk, booking: BookingAtDesk, tickets: NewTicket[]): BookingRecord {
  return {
    id: booking.id,
    eventId: desk.event.facts.id,
    reference: booking.reference,
    userId: booking.userId,
    buyer: { name: booking.buyerName, email: booking.buyerEmail },
    locale: booking.locale,
    status: booking.status,
    method: booking.method,
    currency: booking.currency,
    totalMinor: booking.totalMinor,
    feeMinor: booking.feeMinor,
    taxMinor: booking.taxMinor,
    discountMinor: booking.discountMinor,
    couponCode: booking.couponCode,
    attendees: booking.attendees,
    answers: booking.answers,
    billing: booking.billing,
    waitingEntryId: booking.waitingEntryId,
    linkVersion: booking.linkVersion,
    holdExpiresAt: booking.holdExpiresAt?.toISOString() ?? null,
    releasing: booking.releasingSince !== null,
    lines: booking.lines.map((line) => ({
      ticketTypeId: line.ticketTypeId,
      name: typeOf(desk, line.ticketTypeId).name,
      quantity: line.quantity,
      places: line.places,
      unitPriceMinor: line.unitPriceMinor,
      unitFeeMinor: line.unitFeeMinor,
      discountMinor: line.discountMinor,
      totalMinor: line.totalMinor,
    })),
    tickets: tickets.map((ticket) => ticketRecord(desk, ticket)),
    createdAt: booking.createdAt.toISOString(),
    confirmedAt: booking.confirmedAt?.toISOString() ?? null,
    expiredAt: booking.expiredAt?.toISOString() ?? null,
    cancelledAt: booking.cancelledAt?.toISOString() ?? null,
  };
}

function ticketRecord(desk: Desk, ticket: NewTicket): TicketRecord {
  const type = typeOf(desk, ticket.ticketTypeId);
  return {
    id: ticket.id,
    position: ticket.position,
    number: ticket.number,
    ticketTypeId: type.id,
    typeIndex: type.index,
    typeName: type.name,
    attendeeName: ticket.attendeeName,
    status: 'valid',
    revision: 1,
    keyId: ticket.keyId,
    issuedAt: desk.now.toISOString(),
    linkVersion: 1,
    holderEmail: null,
  };
}
