import type { MailFacts } from '#domain/mail/mail.ts';
import { placeFacts } from './event-facts.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';
import { calendar, picture, ticketBlock } from './ticket-block.ts';

export function ticketReceived(facts: MailFacts['ticket_received'], locale: MailLocale): EmailContent {
  const { event, ticket, from } = facts;
  const intro = m.received_intro({ from }, { locale });
  return {
    subject: m.received_subject({ from, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: ticket.attendeeName }, { locale })),
      paragraph(intro),
      placeFacts(event, locale),
      ticketBlock(ticket, event.timeZone, locale),
      { is: 'button', label: m.ticket_open({}, { locale }), url: ticket.url },
      small(m.confirmed_keep({}, { locale })),
    ],
    event,
    attachments: [picture(ticket), calendar(facts.calendar)],
  };
}
