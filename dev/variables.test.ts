import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedSecrets } from './generated-secrets.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { readVariables } from './variables.ts';

const secrets = {
  everatoSecret: 'generated-secret',
  adminPassword: 'generated-password',
  stripeSecretKey: 'sk_test_generated',
  stripeWebhookSecret: 'whsec_generated',
  heartbeatToken: 'generated-token',
};

const read = (given: Record<string, string>) => readVariables(given, secrets);

const complaint = (given: Record<string, string>) => {
  try {
    return read(given);
  } catch (error) {
    return (error as Error).message;
  }
};

test('with nothing set, everything is local and secrets are generated', () => {
  expect(read({ PORT: '', DATABASE_URL: ' ' })).toEqual({
    port: 8787,
    ports: {},
    baseUrl: 'http://127.0.0.1:8787',
    databaseUrl: undefined,
    admin: { email: 'admin@example.com', password: 'generated-password', generated: true },
    secret: 'generated-secret',
    mail: undefined,
    mailFrom: 'Everato <tickets@example.com>',
    stripe: undefined,
    heartbeatToken: 'generated-token',
  });
});

test('given values are used, and localhost becomes its number', () => {
  const given = {
    PORT: '80',
    MAILBOX_PORT: '81',
    MAILBOX_SMTP_PORT: '82',
    STRIPE_STAND_IN_PORT: '83',
    BASE_URL: 'https://tickets.example.org/',
    DATABASE_URL: 'postgres://me:x@localhost:5432/everato',
    SMTP_URL: 'smtp://localhost:25',
    MAIL_FROM: 'tickets@example.org',
    STRIPE_SECRET_KEY: 'sk_live_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1,whsec_2',
  };
  expect(read(given)).toMatchObject({
    port: 80,
    ports: { mailboxPage: 81, mailboxSmtp: 82, stripe: 83 },
    baseUrl: 'https://tickets.example.org',
    databaseUrl: 'postgres://me:x@127.0.0.1:5432/everato',
    mail: { smtpUrl: 'smtp://127.0.0.1:25', resendApiKey: '' },
    mailFrom: 'tickets@example.org',
    stripe: { secretKey: 'sk_live_1', webhookSecret: 'whsec_1,whsec_2', apiBase: '' },
  });
});

test.each([
  [{ PORT: 'abc' }, 'PORT must be a number from 1 to 65535, not "abc".'],
  [{ PORT: '70000' }, 'PORT must be a number from 1 to 65535, not "70000".'],
  [{ MAILBOX_PORT: '0' }, 'MAILBOX_PORT must be a number from 1 to 65535, not "0".'],
  [{ STRIPE_STAND_IN_PORT: '8787' }, 'PORT and STRIPE_STAND_IN_PORT are both 8787: each needs its own.'],
  [
    { MAILBOX_PORT: '9000', MAILBOX_SMTP_PORT: '9000' },
    'MAILBOX_PORT and MAILBOX_SMTP_PORT are both 9000: each needs its own.',
  ],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be an address that begins with postgres:// or postgresql://.'],
  [{ BASE_URL: 'everato' }, 'BASE_URL must be an address that begins with http:// or https://.'],
  [{ EVERATO_SECRET: 'short' }, 'EVERATO_SECRET must have at least 32 characters.'],
  [{ EVERATO_ADMIN_EMAIL: 'ada' }, 'EVERATO_ADMIN_EMAIL isn’t an email address: "ada".'],
  [{ EVERATO_ADMIN_PASSWORD: '1234567' }, 'EVERATO_ADMIN_PASSWORD must have at least 10 characters.'],
  [{ SMTP_URL: 'smtp://x' }, 'MAIL_FROM is missing: SMTP_URL needs an address to send from.'],
  [{ RESEND_API_KEY: 're_1' }, 'MAIL_FROM is missing: RESEND_API_KEY needs an address to send from.'],
  [{ SMTP_URL: 'smtp://x', RESEND_API_KEY: 're_1' }, 'SMTP_URL and RESEND_API_KEY are both set: leave one.'],
  [{ STRIPE_SECRET_KEY: 'sk_test_1' }, 'STRIPE_WEBHOOK_SECRET is missing, and STRIPE_SECRET_KEY is set.'],
  [{ STRIPE_WEBHOOK_SECRET: 'whsec_1' }, 'STRIPE_SECRET_KEY is missing, and STRIPE_WEBHOOK_SECRET is set.'],
  [{ STRIPE_API_BASE: 'http://x' }, 'STRIPE_SECRET_KEY is missing, and STRIPE_API_BASE is set.'],
])('%o is refused in one sentence', (given, sentence) => {
  expect(complaint(given)).toBe(sentence);
});

test('generated secrets are the same at the next start', () => {
  const folder = temporaryFolder('secrets');
  const path = join(folder.path, 'state');
  const first = generatedSecrets(path);
  expect(generatedSecrets(path)).toEqual(first);
  expect(first.everatoSecret.length).toBeGreaterThanOrEqual(32);
  folder.remove();
});
