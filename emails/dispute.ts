import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import { formatMoney, formatDateAndTime, type MailLocale } from './locale.ts';
import { moneyFacts } from './money-facts.ts';
import * as m from './paraglide/messages.js';

/** To the organizer: a bank disputes a payment, or has decided. */
export function dispute(facts: MailFacts['dispute'], locale: MailLocale): EmailContent {
  const { event, reference, status } = facts;
  const amount = formatMoney(facts.amount, locale);
  const about = { amount, reference };
  const subjects = { open: m.dispute_open_subject, won: m.dispute_won_subject, lost: m.dispute_lost_subject };
  const intros = { open: m.dispute_open_intro, won: m.dispute_won_intro, lost: m.dispute_lost_intro };
  const intro = intros[status](about, { locale });
  return {
    subject: subjects[status]({ amount, event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(intro),
      moneyFacts(facts, locale),
      ...(status === 'open' ? [paragraph(nextStep(facts, locale))] : []),
      { is: 'button', label: m.office_button({}, { locale }), url: facts.url },
    ],
    event,
    attachments: [],
  };
}

function nextStep({ dueAt, event }: MailFacts['dispute'], locale: MailLocale): string {
  if (!dueAt) return m.dispute_next({}, { locale });
  return m.dispute_next_until({ time: formatDateAndTime(dueAt, event.timeZone, locale) }, { locale });
}
