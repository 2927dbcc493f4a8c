import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function ticketTransferred(facts: MailFacts['ticket_transferred'], locale: MailLocale): EmailContent {
  const { event, number, to } = facts;
  const intro = m.transferred_intro({ number, ...to }, { locale });
  return {
    subject: m.transferred_subject({ event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(intro),
      { is: 'button', label: m.event_button({}, { locale }), url: event.url },
      // Without an organizer's address, a reply reaches no one.
      ...(event.contactEmail ? [small(m.transferred_not_you({}, { locale }))] : []),
    ],
    event,
    attachments: [],
  };
}
