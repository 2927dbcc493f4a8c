import type { MailEvent } from '#domain/mail/mail.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

/** The sender, and the address for questions. */
export function footer(event: MailEvent | null, locale: MailLocale): string {
  const sender = event?.organizerName
    ? m.sent_by({ organizer: event.organizerName }, { locale })
    : m.sent_by_everato({}, { locale });
  return event?.contactEmail ? `${sender} ${m.questions({ email: event.contactEmail }, { locale })}` : sender;
}
