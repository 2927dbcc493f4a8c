import type { MailFacts } from '#domain/mail/mail.ts';
import { placeFacts } from './event-facts.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function waitingJoined(facts: MailFacts['waiting_joined'], locale: MailLocale): EmailContent {
  const { event, quantity, typeName } = facts;
  const intro = m.waiting_joined_intro({ quantity, type: typeName }, { locale });
  return {
    subject: m.waiting_joined_subject({ event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.name }, { locale })),
      paragraph(intro),
      placeFacts(event, locale),
      { is: 'button', label: m.waiting_joined_button({}, { locale }), url: facts.url },
      small(m.not_you_ignore({}, { locale })),
    ],
    event,
    attachments: [],
  };
}
