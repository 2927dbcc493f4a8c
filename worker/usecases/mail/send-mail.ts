import type { Delivery, LeasedRow, MailSenderDeps } from '../../deps.ts';
import { gatherMail } from './gather-mail.ts';
import type { LoadDeps } from './load-booking-mail.ts';

/** Renders the row's email and hands it to the transport. */
export async function sendMail(deps: LoadDeps & MailSenderDeps, row: LeasedRow<'mail'>): Promise<Delivery> {
  const gathered = await gatherMail(deps, row);
  if (!gathered.ok) {
    const { why, isOvertaken } = gathered;
    return { ok: false, again: false, ...(isOvertaken && { overtaken: true }), why };
  }
  const rendered = deps.renderMail(gathered.mail, row.locale);
  return deps.transport.send({ ...rendered, id: row.id, to: gathered.to });
}
