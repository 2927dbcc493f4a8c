import type { Mailbox } from './mailbox.ts';
import type { StripeStandIn } from './stripe/stand-in.ts';
import type { Variables } from './variables.ts';

export interface Addresses {
  site: string;
  databaseUrl: string;
  mailbox: Mailbox | undefined;
  stripe: StripeStandIn | undefined;
}

/** Every address and the first sign-in, as shown once all runs. */
export function summarize(
  variables: Variables,
  { site, databaseUrl, mailbox, stripe }: Addresses,
  isNew: boolean,
): string {
  const { admin, mail } = variables;
  const rows = [
    ['Site', site],
    ...(variables.baseUrl === site ? [] : [['in links', variables.baseUrl]]),
    ['API', `${site}/api/docs`],
    [
      'Mail',
      mailbox
        ? `${mailbox.webUrl} (SMTP ${mailbox.smtpUrl})`
        : mail!.smtpUrl
          ? withoutPassword(mail!.smtpUrl)
          : 'Resend',
    ],
    ['Payment', stripe ? `${stripe.url} (stand-in for Stripe)` : variables.stripe!.apiBase || 'Stripe'],
    ['Database', variables.databaseUrl ? withoutPassword(databaseUrl) : databaseUrl],
    ['Sign in', `${admin.email}  ${admin.generated ? admin.password : '(EVERATO_ADMIN_PASSWORD)'}`],
  ];
  const lines = rows.map(([name, value]) => `  ${name!.padEnd(9)} ${value}`);
  const note = isNew ? '\n  The super admin was made just now.' : '';
  return `\nEverato runs. Ctrl-C stops it all.\n\n${lines.join('\n')}${note}\n`;
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  if (url.password) url.password = '***';
  return url.href;
}
