import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, small, type Block, type EmailContent } from './email-content.ts';
import { formatPeriod, formatTime, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function bookingLinks(facts: MailFacts['booking_links'], locale: MailLocale): EmailContent {
  const intro = m.links_intro({}, { locale });
  return {
    subject: m.links_subject({}, { locale }),
    preview: intro,
    heading: m.links_hello({}, { locale }),
    blocks: [
      paragraph(intro),
      ...facts.bookings.map((booking): Block => {
        const { title, timeZone } = booking.event;
        const when = formatPeriod(booking.event, locale);
        const notes = [when, booking.reference, booking.payBefore && waiting(booking.payBefore, timeZone, locale)];
        return { is: 'link', label: title, note: notes.filter(Boolean).join(' · '), url: booking.url };
      }),
      small(m.links_keep({}, { locale })),
      small(m.not_you_ignore({}, { locale })),
    ],
    event: null,
    attachments: [],
  };
}

const waiting = (until: Date, timeZone: string, locale: MailLocale) =>
  m.links_unpaid({ time: formatTime(until, timeZone, locale) }, { locale });
