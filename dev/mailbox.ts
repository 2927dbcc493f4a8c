import { buffer } from 'node:stream/consumers';
import { MailDev, type Servers } from 'maildev';
import { type Attachment, simpleParser } from 'mailparser';
import { isPortFree } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface MailPart {
  filename: string;
  contentType: string;
  /** Without angle brackets, as HTML references it after `cid:`. */
  contentId: string | undefined;
  inline: boolean;
  content: Buffer;
}

export interface Message {
  id: string;
  subject: string;
  from: string;
  to: string[];
  html: string;
  text: string;
  /** By name in lower case, each as one line. */
  headers: Record<string, string>;
  attachments: MailPart[];
  /** The source, as it arrived over SMTP. */
  raw: string;
}

export interface Mailbox {
  smtpUrl: string;
  webUrl: string;
  /** Oldest first. */
  messages(): Promise<Message[]>;
  /** The first matching message, already there or still to come. */
  waitFor(fits: (message: Message) => boolean, timeoutMs?: number): Promise<Message>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export interface MailboxOptions {
  /** Free ones when absent. */
  smtpPort?: number;
  webPort?: number;
  /** Keeps email over restarts. */
  folder?: string;
}

/** Catches every email, whatever its recipient, and shows it on a web page. */
export async function startMailbox(options: MailboxOptions = {}): Promise<Mailbox> {
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
  return {
    smtpUrl: `smtp://127.0.0.1:${servers.smtp.getPort()}`,
    webUrl: `http://127.0.0.1:${servers.api!.getAddress()!.port}`,
    messages,
    waitFor: (fits, timeoutMs = 20_000) => waitFor(servers, fits, timeoutMs),
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
async function parse(servers: Servers, id: string): Promise<Message> {
  const source = await buffer(await servers.smtp.getRawEmail(id));
  const mail = await simpleParser(source, { keepCidLinks: true });
  const recipients = [mail.to ?? []].flat().flatMap((list) => list.value);
  return {
    id,
    subject: mail.subject ?? '',
    from: mail.from?.value[0]?.address ?? '',
    to: recipients.map(({ address }) => address ?? ''),
    html: mail.html || '',
    text: mail.text ?? '',
    headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line.slice(key.length + 1).trim()])),
    attachments: mail.attachments.map(toPart),
    raw: source.toString('utf8'),
  };
}

const toPart = (part: Attachment): MailPart => ({
  filename: part.filename ?? '',
  contentType: part.contentType,
  contentId: part.contentId?.replace(/^<|>$/g, ''),
  inline: part.contentDisposition === 'inline',
  content: part.content,
});

async function waitFor(servers: Servers, fits: (message: Message) => boolean, timeoutMs: number): Promise<Message> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const arrival = nextArrival(servers, Math.min(500, deadline - Date.now()));
    const all = await read(servers);
    const found = all.find(fits);
    if (found) return found;
    if (Date.now() >= deadline) {
      const had = all.map((message) => `"${message.subject}" to ${message.to.join(', ')}`).join('; ') || 'nothing';
      throw new Error(`The awaited mail did not come within ${timeoutMs} ms. In the mailbox: ${had}.`);
    }
    await arrival;
  }
}

function nextArrival(servers: Servers, timeoutMs: number): Promise<void> {
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
