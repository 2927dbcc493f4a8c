import type { MailAttachment, MailFacts, MailTicket } from '../worker/domain/mail.ts';
import { eventFacts } from './event-facts.ts';
import { paragraph, small, type Block, type Letter } from './letter.ts';
import { formatDate, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function bookingConfirmed(facts: MailFacts['booking_confirmed'], locale: MailLocale): Letter {
  const { event, reference, tickets, ticketCount: count } = facts;
  const date = formatDate(event.startsAt, event.timeZone, locale);
  const more = count - tickets.length;
  return {
    subject: m.confirmed_subject({ count, event: event.title }, { locale }),
    preview: m.confirmed_preview({ date, reference }, { locale }),
    heading: event.title,
    blocks: [
      paragraph(`${m.greeting({ name: facts.buyerName }, { locale })} ${m.confirmed_intro({ count }, { locale })}`),
      eventFacts(facts, locale),
      ...tickets.map((ticket) => ticketBlock(ticket, locale)),
      ...(more > 0 ? [small(m.confirmed_more({ count: more }, { locale }))] : []),
      { is: 'button', label: m.confirmed_button({}, { locale }), url: facts.url },
      small(m.confirmed_keep({}, { locale })),
    ],
    event,
    attachments: [...tickets.map(picture), calendar(facts.calendar)],
  };
}

const imageId = (ticket: MailTicket) => `ticket-${ticket.id}@everato`;

function ticketBlock(ticket: MailTicket, locale: MailLocale): Block {
  const { number } = ticket;
  return {
    is: 'ticket',
    title: ticket.typeName,
    lines: [ticket.attendeeName, m.label_ticket({ number }, { locale })],
    imageId: imageId(ticket),
    imageAlt: m.ticket_code_alt({ number }, { locale }),
    label: m.ticket_open({}, { locale }),
    url: ticket.url,
  };
}

const picture = (ticket: MailTicket): MailAttachment => ({
  filename: `${ticket.number}.png`,
  contentType: 'image/png',
  content: ticket.qrPng,
  contentId: imageId(ticket),
});

const calendar = (file: string): MailAttachment => ({
  filename: 'event.ics',
  contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
  content: new TextEncoder().encode(file),
});
