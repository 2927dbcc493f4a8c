import type { MailFacts } from '#domain/mail/mail.ts';
import { eventFacts } from './event-facts.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import { formatDate, formatMoney, formatDateAndTime, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';
import { calendar, picture, ticketBlock } from './ticket-block.ts';

export function bookingConfirmed(facts: MailFacts['booking_confirmed'], locale: MailLocale): EmailContent {
  const { event, reference, tickets, ticketCount: count } = facts;
  const date = formatDate(event.startsAt, event.timeZone, locale);
  const intro = facts.due ? m.reserved_intro({ count }, { locale }) : m.confirmed_intro({ count }, { locale });
  const more = count - tickets.length;
  return {
    subject: m.confirmed_subject({ count, event: event.title }, { locale }),
    preview: m.confirmed_preview({ date, reference }, { locale }),
    heading: event.title,
    blocks: [
      paragraph(m.greeting({ name: facts.buyerName }, { locale })),
      paragraph(intro),
      eventFacts(facts, locale),
      ...(facts.due ? [paragraph(dueWords(facts.due, event.timeZone, locale))] : []),
      ...tickets.map((ticket) => ticketBlock(ticket, event.timeZone, locale)),
      ...(more > 0 ? [small(m.confirmed_more({ count: more }, { locale }))] : []),
      { is: 'button', label: m.confirmed_button({}, { locale }), url: facts.url },
      small(m.confirmed_keep({}, { locale })),
    ],
    event,
    attachments: [...tickets.map(picture), calendar(facts.calendar)],
  };
}

function dueWords(
  { amount, until }: NonNullable<MailFacts['booking_confirmed']['due']>,
  zone: string,
  locale: MailLocale,
) {
  return m.confirmed_due(
    { amount: formatMoney(amount, locale), time: formatDateAndTime(until, zone, locale) },
    { locale },
  );
}
