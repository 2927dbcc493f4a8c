import type { StandIns } from './stand-ins.ts';
import type { Variables } from './variables.ts';

interface Addresses extends Pick<StandIns, 'mailbox' | 'stripe'> {
  databaseUrl: string;
}

/** The Worker's text bindings; unset ones are left out. */
export function bindingsOf(variables: Variables, { databaseUrl, mailbox, stripe }: Addresses): Record<string, string> {
  const { mail, stripe: ownStripe } = variables;
  const bindings = {
    DATABASE_URL: databaseUrl,
    EVERATO_SECRET: variables.secret,
    BASE_URL: variables.baseUrl,
    HEARTBEAT_TOKEN: variables.heartbeatToken,
    SMTP_URL: mailbox?.smtpUrl ?? mail?.smtpUrl,
    MAIL_FROM: variables.mailFrom,
    RESEND_API_KEY: mail?.resendApiKey,
    STRIPE_SECRET_KEY: stripe?.secretKey ?? ownStripe?.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe?.webhookSecret ?? ownStripe?.webhookSecret,
    STRIPE_API_BASE: stripe?.url ?? ownStripe?.apiBase,
    TURN_LIMIT: process.env.TURN_LIMIT,
    // Previews of every email at /dev/mail.
    DEV: '1',
  };
  return Object.fromEntries(Object.entries(bindings).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
