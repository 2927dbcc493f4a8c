import { afterAll, beforeAll, expect, test } from 'vitest';
import { blockPorts } from './blocked-ports.ts';
import { freePort, isPortFree } from './free-port.ts';
import { choosePorts, refuseTakenPorts } from './local-ports.ts';
import { readVariables } from './variables.ts';

const secrets = {
  everatoSecret: 's',
  adminPassword: 'p',
  stripeSecretKey: 'k',
  stripeWebhookSecret: 'w',
  heartbeatToken: 't',
};
const variables = (given: Record<string, string> = {}) => readVariables(given, secrets);
const complaint = (given: Record<string, string>) =>
  refuseTakenPorts(variables(given)).then(
    () => null,
    (error: Error) => error.message,
  );

const usual = [1080, 1025, 12_111];
let taken: number;
let blocked: Awaited<ReturnType<typeof blockPorts>>;
beforeAll(async () => {
  taken = await freePort();
  blocked = await blockPorts([...usual, taken]);
});
afterAll(() => blocked.release());

test('the next free port replaces a usual one that is taken, and a sentence says so', async () => {
  const { ports, notes } = await choosePorts(variables());
  for (const [index, port] of [ports.mailboxPage, ports.mailboxSmtp, ports.stripe].entries()) {
    expect(port).toBeGreaterThan(usual[index]!);
    expect(await isPortFree(port)).toBe(true);
  }
  expect(notes).toEqual([
    `Port 1080 was taken: the mailbox’s page is at ${ports.mailboxPage}. MAILBOX_PORT sets another.`,
    `Port 1025 was taken: the mailbox’s SMTP is at ${ports.mailboxSmtp}. MAILBOX_SMTP_PORT sets another.`,
    `Port 12111 was taken: the stand-in for Stripe is at ${ports.stripe}. STRIPE_STAND_IN_PORT sets another.`,
  ]);
});

test('a port that is reserved for another service is given to no other, though it is still free', async () => {
  const first = await choosePorts(variables());
  const { mailboxPage, mailboxSmtp } = first.ports;
  const { ports } = await choosePorts(
    variables({ PORT: String(mailboxPage), STRIPE_STAND_IN_PORT: String(mailboxSmtp) }),
  );
  expect(ports.stripe).toBe(mailboxSmtp);
  expect([mailboxPage, mailboxSmtp]).not.toContain(ports.mailboxPage);
  expect([mailboxPage, mailboxSmtp]).not.toContain(ports.mailboxSmtp);
});

test('a port from a variable is used silently', async () => {
  const given = { MAILBOX_PORT: '4001', MAILBOX_SMTP_PORT: '4002', STRIPE_STAND_IN_PORT: '4003' };
  expect(await choosePorts(variables(given))).toEqual({
    ports: { mailboxPage: 4001, mailboxSmtp: 4002, stripe: 4003 },
    notes: [],
  });
});

test('the stand-in for Stripe returns to the port of the open payment pages', async () => {
  const before = await freePort();
  const { ports, notes } = await choosePorts(variables(), before);
  expect(ports.stripe).toBe(before);
  expect(notes.at(-1)).toBe(
    `Payments begun before lead to port ${before}: the stand-in for Stripe is at ${before}. STRIPE_STAND_IN_PORT sets another.`,
  );
  expect((await choosePorts(variables(), taken)).ports.stripe).toBeGreaterThan(12_111);
});

test('a port that a variable names and that is taken is an error of one sentence, which says what to do', async () => {
  expect(await complaint({ MAILBOX_PORT: String(taken) })).toBe(
    `Port ${taken} is taken, and MAILBOX_PORT gives it to the mailbox’s page: free it, or set another.`,
  );
  expect(await complaint({ STRIPE_STAND_IN_PORT: String(taken) })).toBe(
    `Port ${taken} is taken, and STRIPE_STAND_IN_PORT gives it to the stand-in for Stripe: free it, or set another.`,
  );
  const site = await complaint({ PORT: String(taken) });
  const free = Number(/PORT=(\d+)$/.exec(site!)?.[1]);
  expect(site).toBe(`Port ${taken} is taken, and the site needs it: free it, or start with another: PORT=${free}`);
  expect(await isPortFree(free)).toBe(true);
});

test('a service that runs elsewhere needs no local port', async () => {
  const site = String(await freePort());
  const elsewhere = {
    PORT: site,
    MAILBOX_PORT: String(taken),
    SMTP_URL: 'smtp://mail.example',
    MAIL_FROM: 'tickets@example.org',
    STRIPE_SECRET_KEY: 'sk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
  };
  expect(await complaint(elsewhere)).toBeNull();
  expect((await choosePorts(variables(elsewhere))).notes).toEqual([]);
});
