import type { MailFacts } from '../worker/domain/mail.ts';
import { paragraph, type Letter } from './letter.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function ticketVoid({ event, number }: MailFacts['ticket_void'], locale: MailLocale): Letter {
  const intro = m.void_intro({ number, event: event.title }, { locale });
  return {
    subject: m.void_subject({ event: event.title }, { locale }),
    preview: intro,
    heading: event.title,
    blocks: [paragraph(intro), { is: 'button', label: m.event_button({}, { locale }), url: event.url }],
    event,
    attachments: [],
  };
}
