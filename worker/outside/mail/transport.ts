import type { MailTransport } from '../../deps.ts';
import type { Settings } from '../../env.ts';
import { createCloudflareEmail } from './cloudflare-email.ts';
import { createResend } from './resend.ts';
import { createSmtp } from './smtp.ts';

/** The first one configured: SMTP, Resend or Cloudflare. Null: email is off, and waits in the outbox. */
export function createMailTransport(settings: Settings['mail'], baseUrl: string): MailTransport | null {
  const { from, smtpUrl, resendApiKey, binding } = settings;
  if (smtpUrl) return createSmtp({ url: smtpUrl, from, hostname: new URL(baseUrl).hostname });
  if (resendApiKey) return createResend({ apiKey: resendApiKey, from });
  return binding ? createCloudflareEmail(binding, from) : null;
}
