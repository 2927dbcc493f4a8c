import type { MailAttachment, MailTicket } from '#domain/mail/mail.ts';
import type { Block } from './email-content.ts';
import { formatPeriod, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

const imageId = (ticket: MailTicket) => `ticket-${ticket.id}@everato`;

/** A ticket with its code inside the email's text, and its days in the event's zone. */
export function ticketBlock(ticket: MailTicket, timeZone: string, locale: MailLocale): Block {
  const { number } = ticket;
  const days = ticket.days.map((day) => {
    const period = { startsAt: new Date(day.startsAt), endsAt: new Date(day.endsAt), timeZone };
    return [day.name, formatPeriod(period, locale)].filter(Boolean).join(': ');
  });
  return {
    is: 'ticket',
    title: ticket.typeName,
    lines: [ticket.attendeeName, ...days, m.label_ticket({ number }, { locale })],
    imageId: imageId(ticket),
    imageAlt: m.ticket_code_alt({ number }, { locale }),
    label: m.ticket_open({}, { locale }),
    url: ticket.url,
  };
}

export const picture = (ticket: MailTicket): MailAttachment => ({
  filename: `${ticket.number}.png`,
  contentType: 'image/png',
  content: ticket.qrPng,
  contentId: imageId(ticket),
});

export const calendar = (file: string): MailAttachment => ({
  filename: 'event.ics',
  contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
  content: new TextEncoder().encode(file),
});
