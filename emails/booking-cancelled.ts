import type { MailFacts } from '#domain/mail/mail.ts';
import { eventFacts } from './event-facts.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import { formatMoney, type MailLocale } from './locale.ts';
import { paidBack } from './money-facts.ts';
import * as m from './paraglide/messages.js';

export function bookingCancelled(facts: MailFacts['booking_cancelled'], locale: MailLocale): EmailContent {
  const { event, reference, eventCancelled, kept, ticketCount: count } = facts;
  const about = { event: event.title };
  const intro = eventCancelled
    ? m.event_cancelled_intro({ ...about, count }, { locale })
    : m.cancelled_intro({ reference, count }, { locale });
  return {
    subject: eventCancelled ? m.event_cancelled_subject(about, { locale }) : m.cancelled_subject(about, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.buyerName }, { locale })),
      paragraph(intro),
      ...(eventCancelled?.message ? [paragraph(eventCancelled.message)] : []),
      ...paidBack(facts, locale),
      // After cancelling an event, the organizer alone decides about further refunds.
      ...(kept.amount > 0 && !eventCancelled
        ? [paragraph(m.paid_kept({ amount: formatMoney(kept, locale) }, { locale }))]
        : []),
      eventFacts(facts, locale),
      { is: 'button', label: m.refunded_button({}, { locale }), url: facts.url },
    ],
    event,
    attachments: [],
  };
}
