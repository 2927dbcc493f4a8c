import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function resetPassword(facts: MailFacts['reset_password'], locale: MailLocale): EmailContent {
  const intro = m.reset_intro({}, { locale });
  return {
    subject: m.reset_subject({}, { locale }),
    preview: intro,
    heading: m.greeting({ name: facts.name }, { locale }),
    blocks: [
      paragraph(intro),
      {
        is: 'button',
        label: m.reset_button({}, { locale }),
        url: facts.url,
        fallback: m.link_fallback({}, { locale }),
      },
      small(m.reset_ignore({}, { locale })),
    ],
    event: null,
    attachments: [],
  };
}
