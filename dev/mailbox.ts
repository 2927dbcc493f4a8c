import { buffer } from 'node:stream/consumers';
import { MailDev, type Servers } from 'maildev';
import { isPortFree } from './free-port.ts';
import { awaitMessage, type Message, parseMessage } from './mail-message.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Mailbox {
  smtpUrl: string;
  /** Oldest first. */
  messages(): Promise<Message[]>;
  /** The first matching message, already there or still to come. */
  waitFor(fits: (message: Message) => boolean, timeoutMs?: number): Promise<Message>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export interface MailboxWithPage extends Mailbox {
  webUrl: string;
}

export interface MailboxOptions {
  /** Free ones when absent. */
  smtpPort?: number;
  webPort?: number;
  /** Keeps email over restarts. */
  folder?: string;
}

/** Catches every email, whatever its recipient, and shows it on a web page. */
export async function startMailbox(options: MailboxOptions = {}): Promise<MailboxWithPage> {
  await refuseTakenPorts(options);
  const temporary = options.folder ? undefined : temporaryFolder('mail');
  const maildev = new MailDev({
    smtp: options.smtpPort ?? 0,
    web: options.webPort ?? 0,
    ip: '127.0.0.1',
    webIp: '127.0.0.1',
    mailDirectory: options.folder ?? temporary!.path,
    // Its certificate is self-signed: a client that upgrades to TLS, as it should, would refuse it.
    hideExtensions: ['STARTTLS'],
    silent: true,
  });
  const servers = await quietly(() => maildev.start());
  const messages = () => read(servers);
  const nextArrival = (timeoutMs: number) => nextMail(servers, timeoutMs);
  return {
    smtpUrl: `smtp://127.0.0.1:${servers.smtp.getPort()}`,
    webUrl: `http://127.0.0.1:${servers.api!.getAddress()!.port}`,
    messages,
    waitFor: (fits, timeoutMs = 20_000) => awaitMessage({ messages, nextArrival }, fits, timeoutMs),
    clear: async () => void (await servers.smtp.deleteAllEmails()),
    stop: async () => {
      await maildev.stop();
      temporary?.remove();
    },
  };
}

// Its web server logs its start even when told to be silent.
async function quietly<T>(start: () => Promise<T>): Promise<T> {
  const { info } = console;
  console.info = () => {};
  try {
    return await start();
  } finally {
    console.info = info;
  }
}

async function refuseTakenPorts({ smtpPort, webPort }: MailboxOptions): Promise<void> {
  for (const [purpose, port] of [
    ['SMTP', smtpPort],
    ['web page', webPort],
  ] as const) {
    if (port && !(await isPortFree(port))) throw new Error(`The mailbox's ${purpose} port ${port} is taken.`);
  }
}

async function read(servers: Servers): Promise<Message[]> {
  const emails = await servers.smtp.getAllEmails();
  const messages = await Promise.all(
    emails.map((email) => parse(servers, email.id).then((message) => ({ message, email }))),
  );
  return messages.sort((a, b) => a.email.time.getTime() - b.email.time.getTime()).map(({ message }) => message);
}

// maildev cleans the stored HTML for its web page and inlines pictures; the source has the email as it was sent.
const parse = async (servers: Servers, id: string): Promise<Message> =>
  parseMessage(id, await buffer(await servers.smtp.getRawEmail(id)));

function nextMail(servers: Servers, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      servers.smtp.off('new', done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, timeoutMs));
    servers.smtp.on('new', done);
  });
}
