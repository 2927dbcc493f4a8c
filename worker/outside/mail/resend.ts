import type { Delivery, MailTransport, OutgoingMail } from '../../deps.ts';

export interface ResendOptions {
  apiKey: string;
  from: string;
  apiBase?: string;
  timeoutMs?: number;
}

/** Resend's HTTP API (https://resend.com/docs/api-reference/emails/send-email). */
export function createResend(options: ResendOptions): MailTransport {
  const address = `${options.apiBase ?? 'https://api.resend.com'}/emails`;
  return {
    async send(mail) {
      try {
        const response = await fetch(address, {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${options.apiKey}`,
            'Content-Type': 'application/json',
            // Resend keeps the key for a day: a repeat after a lost answer sends no second email.
            'Idempotency-Key': mail.id,
          },
          body: JSON.stringify(bodyOf(mail, options.from)),
          signal: AbortSignal.timeout(options.timeoutMs ?? 20_000),
        });
        return response.ok ? { ok: true } : explain(response.status, await response.text());
      } catch (error) {
        return { ok: false, again: true, why: `Resend can’t be reached: ${(error as Error).message}` };
      }
    },
  };
}

const bodyOf = (mail: OutgoingMail, from: string) => ({
  from,
  to: [mail.to],
  ...(mail.replyTo ? { reply_to: mail.replyTo } : {}),
  subject: mail.subject,
  html: mail.html,
  text: mail.text,
  headers: { 'Auto-Submitted': 'auto-generated' },
  attachments: mail.attachments.map((part) => ({
    filename: part.filename,
    content: Buffer.from(part.content).toString('base64'),
    content_type: part.contentType,
    ...(part.contentId ? { content_id: part.contentId } : {}),
  })),
});

/** 422 concerns this email; a wrong key, a limit or an outage concerns the account, and passes. */
function explain(status: number, body: string): Delivery {
  const said = messageIn(body);
  if (status === 400 || status === 422) return { ok: false, again: false, why: `Resend refuses this mail: ${said}` };
  if (status === 401 || status === 403)
    return { ok: false, again: true, why: `Resend refuses RESEND_API_KEY: ${said}` };
  return { ok: false, again: true, why: `Resend asks to try later (${status}): ${said}` };
}

function messageIn(body: string): string {
  try {
    return String((JSON.parse(body) as { message?: unknown }).message ?? body).slice(0, 300);
  } catch {
    return body.slice(0, 300);
  }
}
