import type { MailFacts } from '#domain/mail/mail.ts';
import { placeFacts } from './event-facts.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function eventCancelled(facts: MailFacts['event_cancelled'], locale: MailLocale): EmailContent {
  const { event, message } = facts;
  const intro = m.waiting_cancelled_intro({ event: event.title }, { locale });
  return {
    subject: m.waiting_cancelled_subject({ event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.name }, { locale })),
      paragraph(intro),
      ...(message ? [paragraph(message)] : []),
      placeFacts(event, locale),
      { is: 'button', label: m.waiting_cancelled_button({}, { locale }), url: event.url },
    ],
    event,
    attachments: [],
  };
}
