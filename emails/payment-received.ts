import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import { formatMoney, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function paymentReceived(facts: MailFacts['payment_received'], locale: MailLocale): EmailContent {
  const { event, reference, receiptNumber } = facts;
  const amount = formatMoney(facts.amount, locale);
  const intro = m.payment_received_intro({ amount, reference }, { locale });
  const rows = [
    { label: m.label_booking({}, { locale }), value: reference },
    { label: m.label_amount({}, { locale }), value: amount },
    { label: m.label_receipt({}, { locale }), value: receiptNumber },
  ];
  return {
    subject: m.payment_received_subject({ amount, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.buyerName }, { locale })),
      paragraph(intro),
      { is: 'facts', rows },
      { is: 'button', label: m.payment_received_button({}, { locale }), url: facts.url },
      small(m.payment_received_tickets({}, { locale })),
    ],
    event,
    attachments: [],
  };
}
