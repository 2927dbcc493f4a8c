import { join } from 'node:path';
import type { GeneratedSecrets } from './generated-secrets.ts';
import { choosePorts } from './local-ports.ts';
import type { MailboxWithPage } from './mailbox.ts';
import { portOfOpenPages } from './stripe/open-pages.ts';
import { startStripe, type StripeStandIn } from './stripe/stand-in.ts';
import type { UndoList } from './undo.ts';
import type { Variables } from './variables.ts';

export interface StandIns {
  mailbox: MailboxWithPage | undefined;
  stripe: StripeStandIn | undefined;
  /** Sentences about their ports. */
  notes: string[];
}

interface Needed {
  /** Keeps email and payments over restarts. */
  folder: string;
  variables: Variables;
  secrets: GeneratedSecrets;
  undo: UndoList;
  progress: (line: string) => void;
}

/** Starts the mailbox and the Stripe stand-in, each where the variables name no real one. */
export async function startStandIns({ folder, variables, secrets, undo, progress }: Needed): Promise<StandIns> {
  const statePath = join(folder, 'stripe.json');
  const { ports, notes } = await choosePorts(variables, portOfOpenPages(statePath));
  let mailbox: MailboxWithPage | undefined;
  if (!variables.mail) {
    const { startMailbox } = await import('./mailbox.ts');
    const { mailboxSmtp: smtpPort, mailboxPage: webPort } = ports;
    const started = await startMailbox({ smtpPort, webPort, folder: join(folder, 'mail') });
    undo.add(() => started.stop());
    progress('the mailbox runs');
    mailbox = started;
  }
  if (variables.stripe) return { mailbox, stripe: undefined, notes };
  const stripe = await startStripe({
    port: ports.stripe,
    secretKey: secrets.stripeSecretKey,
    webhookSecret: secrets.stripeWebhookSecret,
    webhookUrl: `http://127.0.0.1:${variables.port}/api/v1/payments/webhook`,
    statePath,
  });
  undo.add(() => stripe.stop());
  progress('the stand-in for Stripe runs');
  return { mailbox, stripe, notes };
}
