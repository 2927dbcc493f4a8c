import type { GeneratedSecrets } from './generated-secrets.ts';
import { readPorts, type SetPorts } from './port-variables.ts';

export interface Variables {
  port: number;
  /** Ports of the parts that run beside the site. */
  ports: SetPorts;
  baseUrl: string;
  /** Absent: the embedded server. */
  databaseUrl: string | undefined;
  admin: { email: string; password: string; generated: boolean };
  secret: string;
  /** Absent: the local mailbox. */
  mail: { smtpUrl: string; resendApiKey: string } | undefined;
  mailFrom: string;
  /** Absent: the stand-in. */
  stripe: { secretKey: string; webhookSecret: string; apiBase: string } | undefined;
  heartbeatToken: string;
}

type Environment = Record<string, string | undefined>;

/** Reads the variables of .env.example; throws one sentence about the first that is wrong. */
export function readVariables(given: Environment, secrets: GeneratedSecrets): Variables {
  const read = (name: string) => given[name]?.trim() || undefined;
  const { port, ports } = readPorts(read);
  return {
    port,
    ports,
    baseUrl:
      readAddress('BASE_URL', read('BASE_URL'), ['http:', 'https:'])?.replace(/\/+$/, '') ?? `http://127.0.0.1:${port}`,
    databaseUrl: readAddress('DATABASE_URL', read('DATABASE_URL'), ['postgres:', 'postgresql:']),
    admin: readAdmin(read, secrets),
    secret: readSecret(read('EVERATO_SECRET')) ?? secrets.everatoSecret,
    mail: readMail(read),
    mailFrom: read('MAIL_FROM') ?? 'Everato <tickets@example.com>',
    stripe: readStripe(read),
    heartbeatToken: secrets.heartbeatToken,
  };
}

type Read = (name: string) => string | undefined;

// The runtime doesn't resolve this machine's host names: it needs the number.
function readAddress(name: string, text: string | undefined, protocols: string[]): string | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (!url || !protocols.includes(url.protocol) || !url.hostname) {
    throw new Error(
      `${name} must be an address that begins with ${protocols.map((each) => `${each}//`).join(' or ')}.`,
    );
  }
  return text.replace(/(?<=[/@])localhost(?=[:/?]|$)/, '127.0.0.1');
}

function readAdmin(read: Read, secrets: GeneratedSecrets): Variables['admin'] {
  const email = read('EVERATO_ADMIN_EMAIL') ?? 'admin@example.com';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    throw new Error(`EVERATO_ADMIN_EMAIL isn’t an email address: "${email}".`);
  const password = read('EVERATO_ADMIN_PASSWORD');
  if (password && password.length < 10) throw new Error('EVERATO_ADMIN_PASSWORD must have at least 10 characters.');
  return { email, password: password ?? secrets.adminPassword, generated: !password };
}

function readSecret(secret: string | undefined): string | undefined {
  if (secret && secret.length < 32) throw new Error('EVERATO_SECRET must have at least 32 characters.');
  return secret;
}

function readMail(read: Read): Variables['mail'] {
  const smtpUrl = readAddress('SMTP_URL', read('SMTP_URL'), ['smtp:', 'smtps:']) ?? '';
  const resendApiKey = read('RESEND_API_KEY') ?? '';
  const from = read('MAIL_FROM') ?? '';
  if (smtpUrl && resendApiKey) throw new Error('SMTP_URL and RESEND_API_KEY are both set: leave one.');
  if (from && !/[^\s@<]+@[^\s@>]+/.test(from)) throw new Error(`MAIL_FROM contains no email address: "${from}".`);
  if (!smtpUrl && !resendApiKey) return undefined;
  if (!from)
    throw new Error(`MAIL_FROM is missing: ${smtpUrl ? 'SMTP_URL' : 'RESEND_API_KEY'} needs an address to send from.`);
  return { smtpUrl, resendApiKey };
}

function readStripe(read: Read): Variables['stripe'] {
  const secretKey = read('STRIPE_SECRET_KEY');
  const webhookSecret = read('STRIPE_WEBHOOK_SECRET');
  const apiBase = readAddress('STRIPE_API_BASE', read('STRIPE_API_BASE'), ['http:', 'https:']) ?? '';
  if (!secretKey && !webhookSecret && !apiBase) return undefined;
  if (!secretKey)
    throw new Error(
      `STRIPE_SECRET_KEY is missing, and ${webhookSecret ? 'STRIPE_WEBHOOK_SECRET' : 'STRIPE_API_BASE'} is set.`,
    );
  if (!webhookSecret) throw new Error('STRIPE_WEBHOOK_SECRET is missing, and STRIPE_SECRET_KEY is set.');
  if (!/^[sr]k_(test|live)_/.test(secretKey))
    throw new Error('STRIPE_SECRET_KEY must begin with sk_test_, sk_live_ or rk_.');
  if (!webhookSecret.split(',').every((each) => each.trim().startsWith('whsec_'))) {
    throw new Error('STRIPE_WEBHOOK_SECRET must begin with whsec_ (several: with commas between).');
  }
  return { secretKey, webhookSecret, apiBase };
}
