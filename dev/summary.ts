import type { StandIns } from './stand-ins.ts';
import type { Variables } from './variables.ts';

export interface Addresses {
  site: string;
  databaseUrl: string;
  mailbox: Pick<NonNullable<StandIns['mailbox']>, 'webUrl' | 'smtpUrl'> | undefined;
  stripe: Pick<NonNullable<StandIns['stripe']>, 'url'> | undefined;
  /** Sentences about parts that aren't at their usual address. */
  notes: string[];
}

/** Every address and the first sign-in, shown once everything runs. */
export function summarize(
  variables: Variables,
  { site, databaseUrl, mailbox, stripe, notes }: Addresses,
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
  const sentences = [...notes, ...(isNew ? ['The super admin was made just now.'] : [])];
  return `\nEverato runs. Ctrl-C stops it all.\n\n${[...lines, ...sentences.map((each) => `  ${each}`)].join('\n')}\n`;
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  if (url.password) url.password = '***';
  return url.href;
}
