import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import { paidBack } from './money-facts.ts';
import * as m from './paraglide/messages.js';

export function ticketsCancelled(facts: MailFacts['tickets_cancelled'], locale: MailLocale): EmailContent {
  const { event, reference, numbers } = facts;
  const count = numbers.length;
  const intro = m.tickets_cancelled_intro({ count, numbers: numbers.join(', '), reference }, { locale });
  return {
    subject: m.tickets_cancelled_subject({ count, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.buyerName }, { locale })),
      paragraph(intro),
      ...paidBack(facts, locale),
      { is: 'button', label: m.refunded_button({}, { locale }), url: facts.url },
    ],
    event,
    attachments: [],
  };
}
