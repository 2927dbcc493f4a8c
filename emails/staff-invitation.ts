import type { MailFacts } from '../worker/domain/mail.ts';
import { paragraph, type Letter } from './letter.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

export function staffInvitation(facts: MailFacts['staff_invitation'], locale: MailLocale): Letter {
  const { inviter, name, url } = facts;
  const intro = m.invitation_intro({ inviter }, { locale });
  return {
    subject: m.invitation_subject({ inviter }, { locale }),
    preview: intro,
    heading: m.greeting({ name }, { locale }),
    blocks: [
      paragraph(intro),
      { is: 'button', label: m.invitation_button({}, { locale }), url, fallback: m.link_fallback({}, { locale }) },
    ],
    event: null,
    attachments: [],
  };
}
