import type { MailFacts } from '../worker/domain/mail.ts';
import { paragraph, type Letter } from './letter.ts';
import { formatMoney, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function paymentRefunded(facts: MailFacts['payment_refunded'], locale: MailLocale): Letter {
  const { event, reference } = facts;
  const amount = formatMoney(facts.amount, locale);
  const about = { amount, reference };
  const intro = facts.isPaidByHand ? m.refunded_intro_by_hand(about, { locale }) : m.refunded_intro(about, { locale });
  return {
    subject: m.refunded_subject({ amount, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(`${m.greeting({ name: facts.buyerName }, { locale })} ${intro}`),
      { is: 'button', label: m.refunded_button({}, { locale }), url: facts.url },
    ],
    event,
    attachments: [],
  };
}
