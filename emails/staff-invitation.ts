import type { MailFacts } from '#domain/mail/mail.ts';
import type { StaffRole } from '#domain/account/permission.ts';
import { paragraph, small, type EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import * as m from './paraglide/messages.js';

const ROLES: Record<StaffRole, typeof m.role_admin> = {
  door_crew: m.role_door_crew,
  editor: m.role_editor,
  admin: m.role_admin,
  super_admin: m.role_super_admin,
};

export function staffInvitation(facts: MailFacts['staff_invitation'], locale: MailLocale): EmailContent {
  const { inviter, name, url, role } = facts;
  const intro = m.invitation_intro({ inviter }, { locale });
  return {
    subject: m.invitation_subject({ inviter }, { locale }),
    preview: intro,
    heading: m.greeting({ name }, { locale }),
    blocks: [
      paragraph(intro),
      paragraph(ROLES[role]({}, { locale })),
      { is: 'button', label: m.invitation_button({}, { locale }), url, fallback: m.link_fallback({}, { locale }) },
      small(m.invitation_known({}, { locale })),
    ],
    event: null,
    attachments: [],
  };
}
