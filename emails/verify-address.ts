import type { MailFacts } from '#domain/mail/mail.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function verifyAddress(facts: MailFacts['verify_address'], locale: MailLocale): EmailContent {
  const intro = m.verify_intro({}, { locale });
  return {
    subject: m.verify_subject({}, { locale }),
    preview: intro,
    heading: m.greeting({ name: facts.name }, { locale }),
    blocks: [
      paragraph(intro),
      {
        is: 'button',
        label: m.verify_button({}, { locale }),
        url: facts.url,
        fallback: m.link_fallback({}, { locale }),
      },
      small(m.not_you_ignore({}, { locale })),
    ],
    event: null,
    attachments: [],
  };
}
