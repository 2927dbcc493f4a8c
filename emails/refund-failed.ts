import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import { formatMoney, type MailLocale } from './locale.ts';
import { moneyFacts } from './money-facts.ts';
import * as m from './paraglide/messages.js';

/** To the organizer. */
export function refundFailed(facts: MailFacts['refund_failed'], locale: MailLocale): EmailContent {
  const { event, reference } = facts;
  const amount = formatMoney(facts.amount, locale);
  const intro = m.refund_failed_intro({ amount, reference }, { locale });
  return {
    subject: m.refund_failed_subject({ amount, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(intro),
      moneyFacts(facts, locale),
      paragraph(m.refund_failed_next({}, { locale })),
      { is: 'button', label: m.office_button({}, { locale }), url: facts.url },
    ],
    event,
    attachments: [],
  };
}
