import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import { formatMoney, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

/** To the buyer, who was told that the refund was on its way. */
export function refundDelayed(facts: MailFacts['refund_delayed'], locale: MailLocale): EmailContent {
  const { event, reference } = facts;
  const amount = formatMoney(facts.amount, locale);
  const intro = m.refund_delayed_intro({ amount, reference }, { locale });
  return {
    subject: m.refund_delayed_subject({ amount, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.buyerName }, { locale })),
      paragraph(intro),
      paragraph(m.refund_delayed_next({}, { locale })),
      { is: 'button', label: m.refunded_button({}, { locale }), url: facts.url },
    ],
    event,
    attachments: [],
  };
}
