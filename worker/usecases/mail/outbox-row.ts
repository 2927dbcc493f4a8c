import type { LeasedRow } from '../../deps.ts';
import type { Mail } from '#domain/mail/mail.ts';

/** A row of the mail lane. */
export type MailRow = LeasedRow<'mail'>;

/** An email with its recipient, or the reason for staff why there is none: it is overtaken, or something is wrong. */
export type Gathered = { ok: true; mail: Mail; to: string } | { ok: false; isOvertaken: boolean; why: string };

export const overtaken = (why: string): Gathered => ({ ok: false, isOvertaken: true, why });
export const unsendable = (why: string): Gathered => ({ ok: false, isOvertaken: false, why });

export function toRecipient(row: MailRow, mail: Mail, otherwise?: string): Gathered {
  const to = row.recipient ?? otherwise;
  return to ? { ok: true, mail, to } : unsendable('The email has no recipient.');
}
