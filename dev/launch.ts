import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.ts';
import { buildWorker } from './bundle.ts';
import { checkDatabase } from './check-database.ts';
import { loadEnvFile } from './env-file.ts';
import { isPortFree } from './free-port.ts';
import { generatedSecrets, type GeneratedSecrets } from './generated-secrets.ts';
import type { Mailbox } from './mailbox.ts';
import { migrate } from './migrate.ts';
import { startPostgres } from './postgres.ts';
import { claimData, releaseData } from './postgres-leftover.ts';
import { startStripe, type StripeStandIn } from './stripe/stand-in.ts';
import { type Addresses, summarize } from './summary.ts';
import type { UndoList } from './undo.ts';
import { readVariables, type Variables } from './variables.ts';
import { startWorkerd, type WorkerdOptions } from './workerd.ts';

export interface Launch {
  root: string;
  /** Everything that outlives a restart. */
  folder: string;
  undo: UndoList;
  signal: AbortSignal;
  progress: (line: string) => void;
  onCrash: () => void;
}

const mailboxPorts = { smtpPort: 1025, webPort: 1080 };
const stripePort = 12_111;

export interface Launched {
  /** What to tell the person. */
  summary: string;
  workerUrl: string;
  /** Builds what has changed but the site, and runs that from now on. */
  reload(): Promise<void>;
}

/** Starts everything in order; each part is on the undo list once it runs. */
export async function launch(given: Launch): Promise<Launched> {
  const { root, folder, undo, progress } = given;
  loadEnvFile(join(root, '.env'));
  const secrets = generatedSecrets(folder);
  const variables = readVariables(process.env, secrets);
  claimData(join(folder, 'launcher'));
  undo.add(() => releaseData(join(folder, 'launcher')));
  await refuseTakenPorts(variables);
  if (variables.databaseUrl) await checkDatabase(variables.databaseUrl);
  const build = { app: true, signal: given.signal, log: (part: string) => progress(`building the ${part}`) };
  if (!(await buildWorker(build))) progress('the build is up to date');
  const databaseUrl = await provideDatabase(given, variables);
  const mailbox = variables.mail ? undefined : await provideMailbox(given);
  const stripe = variables.stripe ? undefined : await provideStripe(given, variables, secrets);
  given.signal.throwIfAborted();
  const { adminCreated } = await bootstrap({ databaseUrl, variables });
  const options: WorkerdOptions = {
    bundleDir: join(root, '.build/worker'),
    storageDir: join(folder, 'rooms'),
    port: variables.port,
    bindings: bindingsOf(variables, databaseUrl, mailbox, stripe),
    log: (line) => console.log(line),
    beatsAtStart: true,
    onCrash: given.onCrash,
  };
  let worker = await startWorkerd(options);
  undo.add(() => worker.stop());
  progress('the Worker runs');
  const addresses: Addresses = { site: worker.url, databaseUrl, mailbox, stripe };
  const reload = async () => {
    if (!(await buildWorker({ ...build, app: false }))) return;
    await worker.stop();
    worker = await startWorkerd(options);
    progress('the new build runs');
  };
  return { summary: summarize(variables, addresses, adminCreated), workerUrl: worker.url, reload };
}

async function refuseTakenPorts({ port, mail, stripe }: Variables): Promise<void> {
  if (!(await isPortFree(port))) throw new Error(`Port ${port} is taken: free it, or set PORT to another.`);
  const others = [
    ...(mail
      ? []
      : [mailboxPorts.smtpPort, mailboxPorts.webPort].map((taken) => ['mailbox', taken, 'SMTP_URL'] as const)),
    ...(stripe ? [] : [['stand-in for Stripe', stripePort, 'STRIPE_SECRET_KEY'] as const]),
  ];
  for (const [part, number, variable] of others) {
    if (await isPortFree(number)) continue;
    throw new Error(`Port ${number} is taken, and the ${part} needs it: free it, or set ${variable}.`);
  }
}

async function provideDatabase({ folder, undo, progress }: Launch, variables: Variables): Promise<string> {
  let { databaseUrl } = variables;
  if (!databaseUrl) {
    const file = createWriteStream(join(folder, 'postgres.log'));
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), log: (line) => file.write(`${line}\n`) });
    undo.add(() => postgres.stop());
    progress(`PostgreSQL runs on port ${postgres.port}, data in ${postgres.dataDir}`);
    databaseUrl = postgres.url;
  }
  const tags = await migrate(databaseUrl);
  progress(tags.length ? `migrations applied: ${tags.join(', ')}` : 'the database is up to date');
  return databaseUrl;
}

async function provideMailbox({ folder, undo, progress }: Launch): Promise<Mailbox> {
  const { startMailbox } = await import('./mailbox.ts');
  const mailbox = await startMailbox({ ...mailboxPorts, folder: join(folder, 'mail') });
  undo.add(() => mailbox.stop());
  progress('the mailbox runs');
  return mailbox;
}

async function provideStripe({ folder, undo, progress }: Launch, { port }: Variables, secrets: GeneratedSecrets) {
  const stripe = await startStripe({
    port: stripePort,
    secretKey: secrets.stripeSecretKey,
    webhookSecret: secrets.stripeWebhookSecret,
    webhookUrl: `http://127.0.0.1:${port}/api/v1/payments/webhook`,
    statePath: join(folder, 'stripe.json'),
  });
  undo.add(() => stripe.stop());
  progress('the stand-in for Stripe runs');
  return stripe;
}

function bindingsOf(variables: Variables, databaseUrl: string, mailbox?: Mailbox, stripe?: StripeStandIn) {
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
    // Previews of every mail at /dev/mail.
    DEV: '1',
  };
  return Object.fromEntries(Object.entries(bindings).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
