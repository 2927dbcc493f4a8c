import { type Attachment, simpleParser } from 'mailparser';

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

/** Parses the source of an email. */
export async function parseMessage(id: string, source: Buffer): Promise<Message> {
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

interface Arrivals {
  messages(): Promise<Message[]>;
  /** Resolves when an email arrives, or after this time. */
  nextArrival(timeoutMs: number): Promise<void>;
}

/** Returns the first matching message, already there or still to come; the error says what came instead. */
export async function awaitMessage(
  arrivals: Arrivals,
  fits: (message: Message) => boolean,
  timeoutMs: number,
): Promise<Message> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const arrival = arrivals.nextArrival(Math.min(500, deadline - Date.now()));
    const all = await arrivals.messages();
    const found = all.find(fits);
    if (found) return found;
    if (Date.now() >= deadline) {
      const had = all.map((message) => `"${message.subject}" to ${message.to.join(', ')}`).join('; ') || 'nothing';
      throw new Error(`The awaited mail did not come within ${timeoutMs} ms. In the mailbox: ${had}.`);
    }
    await arrival;
  }
}
