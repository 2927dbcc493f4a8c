import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function accountExists(facts: MailFacts['account_exists'], locale: MailLocale): EmailContent {
  const intro = m.exists_intro({}, { locale });
  return {
    subject: m.exists_subject({}, { locale }),
    preview: intro,
    heading: m.greeting({ name: facts.name }, { locale }),
    blocks: [
      paragraph(intro),
      {
        is: 'button',
        label: m.exists_button({}, { locale }),
        url: facts.url,
        fallback: m.link_fallback({}, { locale }),
      },
      small(m.exists_ignore({}, { locale })),
    ],
    event: null,
    attachments: [],
  };
}
