import type { MailBooking, MailEvent } from '#domain/mail/mail.ts';
import type { Block } from './email-content.ts';
import { formatMoney, formatPeriod, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export const venueOf = (event: MailEvent) => [event.venueName, event.venueAddress].filter(Boolean).join(', ');

/** Date, venue, booking and amount. */
export function eventFacts(booking: MailBooking, locale: MailLocale): Block {
  const { event, total } = booking;
  const paid = total.amount === 0 ? m.total_free({}, { locale }) : formatMoney(total, locale);
  const rows = [
    ...whenAndWhere(event, locale),
    { label: m.label_booking({}, { locale }), value: booking.reference },
    { label: m.label_total({}, { locale }), value: paid },
  ];
  return { is: 'facts', rows };
}

/** Date and venue, for recipients without a booking. */
export const placeFacts = (event: MailEvent, locale: MailLocale): Block => ({
  is: 'facts',
  rows: whenAndWhere(event, locale),
});

function whenAndWhere(event: MailEvent, locale: MailLocale) {
  const rows = [
    { label: m.label_when({}, { locale }), value: formatPeriod(event, locale) },
    { label: m.label_where({}, { locale }), value: venueOf(event) },
  ];
  return rows.filter(({ value }) => value !== '');
}
