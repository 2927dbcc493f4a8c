import type { MailFacts } from '#domain/mail/mail.ts';
import { eventFacts } from './event-facts.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function holdExpired(facts: MailFacts['hold_expired'], locale: MailLocale): EmailContent {
  const { event, reference, ticketCount: count } = facts;
  const intro = m.hold_expired_intro({ count, reference }, { locale });
  return {
    subject: m.hold_expired_subject({ count, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.buyerName }, { locale })),
      paragraph(intro),
      eventFacts(facts, locale),
      paragraph(m.hold_expired_again({}, { locale })),
      { is: 'button', label: m.hold_expired_button({}, { locale }), url: event.url },
    ],
    event,
    attachments: [],
  };
}
