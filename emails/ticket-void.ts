import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function ticketVoid(
  { event, number, eventCancelled }: MailFacts['ticket_void'],
  locale: MailLocale,
): EmailContent {
  const about = { number, event: event.title };
  const intro = eventCancelled
    ? m.void_event_cancelled({ event: event.title }, { locale })
    : m.void_intro(about, { locale });
  return {
    subject: m.void_subject({ event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [
      paragraph(intro),
      ...(eventCancelled?.message ? [paragraph(eventCancelled.message)] : []),
      { is: 'button', label: m.event_button({}, { locale }), url: event.url },
    ],
    event,
    attachments: [],
  };
}
