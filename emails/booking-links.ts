import type { MailFacts } from '../worker/domain/mail.ts';
import { paragraph, small, type Block, type Letter } from './letter.ts';
import { formatPeriod, type MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function bookingLinks(facts: MailFacts['booking_links'], locale: MailLocale): Letter {
  const intro = m.links_intro({}, { locale });
  return {
    subject: m.links_subject({}, { locale }),
    preview: intro,
    heading: m.links_hello({}, { locale }),
    blocks: [
      paragraph(intro),
      ...facts.bookings.map(({ event, reference, url }): Block => {
        const when = formatPeriod(event.startsAt, event.endsAt, event.timeZone, locale);
        return { is: 'link', label: event.title, note: `${when} · ${reference}`, url };
      }),
      small(m.links_keep({}, { locale })),
      small(m.not_you_ignore({}, { locale })),
    ],
    event: null,
    attachments: [],
  };
}
