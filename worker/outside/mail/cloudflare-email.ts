import type { Delivery, MailTransport, OutgoingMail } from '../../deps.ts';

/** The message of the `send_email` binding; Cloudflare builds the MIME and signs it for the domain. */
export interface EmailBinding {
  send(message: CloudflareMessage): Promise<unknown>;
}
type CloudflareMessage = ReturnType<typeof messageOf>;

/** Cloudflare's Email Service, for domains hosted there. */
export function createCloudflareEmail(binding: EmailBinding, from: string): MailTransport {
  return {
    async send(mail) {
      try {
        await binding.send(messageOf(mail, from));
        return { ok: true };
      } catch (error) {
        return explain(error as Error & { code?: string });
      }
    },
  };
}

const messageOf = (mail: OutgoingMail, from: string) => ({
  from: addressOf(from),
  to: mail.to,
  ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
  subject: mail.subject,
  html: mail.html,
  text: mail.text,
  headers: { 'Auto-Submitted': 'auto-generated' },
  attachments: mail.attachments.map((part) => {
    const file = { filename: part.filename, type: part.contentType, content: part.content };
    return part.contentId
      ? { ...file, disposition: 'inline' as const, contentId: part.contentId }
      : { ...file, disposition: 'attachment' as const };
  }),
});

/** Splits `Everato <tickets@example.com>` into name and address. */
function addressOf(from: string): string | { name: string; email: string } {
  const parts = /^\s*"?(.*?)"?\s*<([^<>\s]+)>\s*$/.exec(from);
  return parts?.[2] ? { name: parts[1] ?? '', email: parts[2] } : from.trim();
}

/** Codes of https://developers.cloudflare.com/email-service/: those about the message itself are final. */
const FINAL = new Set([
  'E_RECIPIENT_SUPPRESSED',
  'E_RECIPIENT_NOT_ALLOWED',
  'E_VALIDATION_ERROR',
  'E_CONTENT_TOO_LARGE',
]);

function explain(error: Error & { code?: string }): Delivery {
  const isFinal = FINAL.has(error.code ?? '');
  const words = isFinal ? 'Cloudflare refuses this mail' : 'Cloudflare did not take the mail';
  return { ok: false, again: !isFinal, why: `${words}: ${[error.code, error.message].filter(Boolean).join(' ')}` };
}
