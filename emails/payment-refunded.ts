import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import { formatMoney, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function paymentRefunded(facts: MailFacts['payment_refunded'], locale: MailLocale): EmailContent {
  const { event, reference } = facts;
  const amount = formatMoney(facts.amount, locale);
  const intro = introOf(facts)({ amount, reference }, { locale });
  return {
    subject: (facts.given.amount > 0 ? m.refunded_subject_given : m.refunded_subject)(
      { amount, event: event.title },
      { locale },
    ),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.buyerName }, { locale })),
      paragraph(intro),
      { is: 'button', label: m.refunded_button({}, { locale }), url: facts.url },
    ],
    event,
    attachments: [],
  };
}

/** A single refund goes one way. */
function introOf({ given, owed }: MailFacts['payment_refunded']) {
  if (given.amount > 0) return m.refunded_intro_given;
  return owed.amount > 0 ? m.refunded_intro_directly : m.refunded_intro;
}
