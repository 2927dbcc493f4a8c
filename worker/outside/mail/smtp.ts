import nodemailer from 'nodemailer';
import type { Delivery, MailTransport, OutgoingMail } from '../../deps.ts';

export interface SmtpOptions {
  url: string;
  from: string;
  /** Identifies us to the mail server and in Message-IDs. */
  hostname: string;
  /** For each of connecting, greeting, and silence in between. */
  timeoutMs?: number;
}

/** One connection per email: a sleeping room can't keep one open. */
export function createSmtp(options: SmtpOptions): MailTransport {
  const timeout = options.timeoutMs ?? 15_000;
  const transport = nodemailer.createTransport({
    url: options.url,
    name: options.hostname,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    // The content comes from people: it must not make the library read files or fetch addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail(messageOf(mail, options));
        return { ok: true };
      } catch (error) {
        return explain(error as SmtpError);
      }
    },
  };
}

function messageOf(mail: OutgoingMail, { from, hostname }: SmtpOptions) {
  return {
    from,
    // As an object, so that nothing in it can be parsed as a second address.
    to: { name: '', address: mail.to },
    replyTo: mail.replyTo ?? undefined,
    messageId: `<${mail.id}@${hostname}>`,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: mail.attachments.map((part) => ({
      filename: part.filename,
      contentType: part.contentType,
      content: Buffer.from(part.content),
      cid: part.contentId,
      contentDisposition: part.contentId ? ('inline' as const) : ('attachment' as const),
    })),
  };
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** The reason that staff read beside the email, and whether to retry. */
function explain(error: SmtpError): Delivery {
  const answer = (error.response ?? error.message).replaceAll(/\s+/g, ' ').slice(0, 300);
  if (error.code === 'EAUTH') return later(`The mail server refuses our user name or password: ${answer}`);
  if (!error.responseCode) return later(`The mail server can’t be reached: ${answer}`);
  if (error.responseCode < 500) return later(`The mail server asks to try later: ${answer}`);
  if (error.command === 'RCPT TO') return never(`The mail server refuses this address: ${answer}`);
  if (error.command === 'DATA') return never(`The mail server refuses this mail: ${answer}`);
  return later(`The mail server refuses us: ${answer}`);
}

const later = (why: string): Delivery => ({ ok: false, again: true, why });
const never = (why: string): Delivery => ({ ok: false, again: false, why });
