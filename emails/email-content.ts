import type { MailAttachment, MailEvent } from '#domain/mail/mail.ts';

/** An email's content before it becomes HTML and plain text: every template returns one of these. */
export interface EmailContent {
  subject: string;
  /** Shown beside the subject in the inbox. */
  preview: string;
  heading: string;
  blocks: Block[];
  event: MailEvent | null;
  attachments: MailAttachment[];
}

export type Block =
  | { is: 'paragraph'; text: string }
  | { is: 'small'; text: string }
  | { is: 'facts'; rows: { label: string; value: string }[] }
  /** The one action; `fallback` introduces the plain address for clients without buttons. */
  | { is: 'button'; label: string; url: string; fallback?: string }
  | { is: 'link'; label: string; note: string; url: string }
  | { is: 'ticket'; title: string; lines: string[]; imageId: string; imageAlt: string; label: string; url: string };

export const paragraph = (text: string): Block => ({ is: 'paragraph', text });
export const small = (text: string): Block => ({ is: 'small', text });
