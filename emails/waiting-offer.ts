import type { MailFacts } from '#domain/mail/mail.ts';
import { eventFacts } from './event-facts.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import { formatDateAndTime, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function waitingOffer(facts: MailFacts['waiting_offer'], locale: MailLocale): EmailContent {
  const { event, ticketCount: count } = facts;
  const time = formatDateAndTime(facts.until, event.timeZone, locale);
  const intro = m.waiting_offer_intro({ count, time }, { locale });
  return {
    subject: m.waiting_offer_subject({ count, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.buyerName }, { locale })),
      paragraph(intro),
      eventFacts(facts, locale),
      { is: 'button', label: m.waiting_offer_button({ count }, { locale }), url: facts.url },
    ],
    event,
    attachments: [],
  };
}
