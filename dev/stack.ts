import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createDatabase, dropDatabase } from './create-database.ts';
import { freePort } from './free-port.ts';
import type { Mailbox } from './mailbox.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import type { StripeStandIn } from './stripe/stand-in.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { UndoList } from './undo.ts';
import { startWorkerd, type Workerd } from './workerd.ts';

export interface StackOptions {
  /** A migrated database of the test's own; otherwise a new one, on `adminUrl`'s server or on a new server. */
  databaseUrl?: string;
  /** A running server, such as the one that test-postgres.ts provides. */
  adminUrl?: string;
  /** Override the stack's own. */
  bindings?: Record<string, string>;
  bundleDir?: string;
  mailbox?: boolean;
  stripe?: boolean;
  /** The stack's own server logs connections; see `connectionsOf`. */
  logConnections?: boolean;
  log?: (line: string) => void;
}

export interface Stack {
  url: string;
  databaseUrl: string;
  /** When the stack runs its own server. */
  postgres: Postgres | undefined;
  mailbox: Mailbox | undefined;
  stripe: StripeStandIn | undefined;
  worker: Workerd;
  /** The folder of the rooms' storage. */
  roomsDir: string;
  bindings: Record<string, string>;
  /** The Worker's output. */
  lines: string[];
  /** How many connections the application of this name has opened so far. */
  connectionsOf(applicationName: string | RegExp): number;
  stop(): Promise<void>;
}

/**
 * Starts everything that the product needs, on free ports and in a temporary folder; `stop` leaves nothing behind. It takes
 * under half a second, most of it workerd's start. Test files that run in one process don't share a stack to save that:
 * what the Worker remembers (pages for two seconds, the deployment's id, rooms and their alarms) can't be emptied from
 * outside, so it would have to start again between them, and a copy of the migrated database is as quick as emptying it.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const undo = new UndoList();
  try {
    return await assemble(options, undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function assemble(options: StackOptions, undo: UndoList): Promise<Stack> {
  const folder = temporaryFolder('stack');
  undo.add(() => folder.remove());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const connections: string[] = [];
  const { postgres, databaseUrl } = await provideDatabase(options, { folder: folder.path, connections }, undo);
  const mailbox = options.mailbox ? await provideMailbox(undo) : undefined;
  const stripe = options.stripe ? await provideStripe(url, undo) : undefined;
  const bindings = { ...baseBindings({ url, databaseUrl, mailbox, stripe }), ...options.bindings };
  const lines: string[] = [];
  const roomsDir = join(folder.path, 'rooms');
  const worker = await startWorkerd({
    bundleDir: resolve(import.meta.dirname, '..', options.bundleDir ?? '.build/worker'),
    storageDir: roomsDir,
    port,
    bindings: withoutEmpty(bindings),
    log: (line) => {
      lines.push(line);
      options.log?.(line);
    },
  });
  undo.add(() => worker.stop());
  const connectionsOf = (name: string | RegExp) => connections.filter((found) => matches(found, name)).length;
  const stop = () => undo.run();
  return { url, databaseUrl, postgres, mailbox, stripe, worker, roomsDir, bindings, lines, connectionsOf, stop };
}

/** The server's data goes to `folder`, and the names of those who connect to `connections`. */
async function provideDatabase(
  options: StackOptions,
  { folder, connections }: { folder: string; connections: string[] },
  undo: UndoList,
) {
  if (options.databaseUrl) return { databaseUrl: options.databaseUrl, postgres: undefined };
  const note = (line: string) => {
    const name = /connection authorized: .*application_name=(.*?)(?: SSL |$)/.exec(line)?.[1];
    if (line.includes('connection authorized:')) connections.push(name ?? '');
  };
  const own = { dataDir: join(folder, 'postgres'), logConnections: options.logConnections, log: note };
  const postgres = options.adminUrl ? undefined : await startPostgres(own);
  if (postgres) undo.add(() => postgres.stop().then(() => rmSync(postgres.dataDir, { recursive: true, force: true })));
  const adminUrl = options.adminUrl ?? postgres!.url;
  const databaseUrl = await createDatabase(adminUrl, { migrated: true });
  if (options.adminUrl) undo.add(() => dropDatabase(adminUrl, databaseUrl));
  return { databaseUrl, postgres };
}

async function provideMailbox(undo: UndoList): Promise<Mailbox> {
  const { startMailSink } = await import('./mail-sink.ts');
  const mailbox = await startMailSink();
  undo.add(() => mailbox.stop());
  return mailbox;
}

async function provideStripe(url: string, undo: UndoList): Promise<StripeStandIn> {
  const { startStripe } = await import('./stripe/stand-in.ts');
  const secretKey = `sk_test_${secret()}`;
  const webhookUrl = `${url}/api/v1/payments/webhook`;
  const stripe = await startStripe({ secretKey, webhookSecret: `whsec_${secret()}`, webhookUrl });
  undo.add(() => stripe.stop());
  return stripe;
}

const baseBindings = ({
  url,
  databaseUrl,
  mailbox,
  stripe,
}: Pick<Stack, 'url' | 'databaseUrl' | 'mailbox' | 'stripe'>) => ({
  DATABASE_URL: databaseUrl,
  EVERATO_SECRET: secret(),
  BASE_URL: url,
  HEARTBEAT_TOKEN: secret(),
  SMTP_URL: mailbox?.smtpUrl ?? '',
  MAIL_FROM: mailbox ? 'Everato <tickets@example.com>' : '',
  STRIPE_SECRET_KEY: stripe?.secretKey ?? '',
  STRIPE_WEBHOOK_SECRET: stripe?.webhookSecret ?? '',
  STRIPE_API_BASE: stripe?.url ?? '',
});

const withoutEmpty = (bindings: Record<string, string>) =>
  Object.fromEntries(Object.entries(bindings).filter(([, value]) => value !== ''));

const secret = () => randomBytes(24).toString('base64url');

const matches = (name: string, wanted: string | RegExp) =>
  typeof wanted === 'string' ? name === wanted : wanted.test(name);
