import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMailSink } from './mail-sink.ts';
import { type Mailbox, type MailboxWithPage, startMailbox } from './mailbox.ts';

let withPage: MailboxWithPage;
let sink: Mailbox;
beforeAll(async () => {
  [withPage, sink] = await Promise.all([startMailbox(), startMailSink()]);
});
afterAll(() => Promise.all([withPage.stop(), sink.stop()]));

const picture = Buffer.from('89504e470d0a1a0a', 'hex');

describe.each([
  { name: 'the mailbox of `npm start`', mailboxOf: () => withPage },
  { name: 'the mail sink of tests', mailboxOf: () => sink },
])('$name', ({ mailboxOf }) => {
  test('an email is caught with every part as it was sent', async () => {
    const mailbox = mailboxOf();
    const awaited = mailbox.waitFor((message) => message.subject.startsWith('Deine Karte'));
    await createTransport(mailbox.smtpUrl).sendMail({
      from: 'Everato <tickets@example.com>',
      to: 'Zoë <zoe@example.org>, second@example.org',
      subject: 'Deine Karte für „Nacht“',
      text: 'Deine Karte',
      html: '<p onclick="x()">Deine Karte <img src="cid:qr-1@everato"></p><script>run()</script>',
      attachments: [
        { filename: 'qr.png', content: picture, cid: 'qr-1@everato', contentDisposition: 'inline' },
        { filename: 'ticket.pdf', content: Buffer.from('%PDF-1.7'), contentType: 'application/pdf' },
      ],
    });
    const message = await awaited;
    expect(message).toMatchObject({
      from: 'tickets@example.com',
      to: ['zoe@example.org', 'second@example.org'],
      subject: 'Deine Karte für „Nacht“',
      text: 'Deine Karte',
      attachments: [
        { filename: 'qr.png', contentType: 'image/png', contentId: 'qr-1@everato', inline: true, content: picture },
        { filename: 'ticket.pdf', contentType: 'application/pdf', inline: false, content: Buffer.from('%PDF-1.7') },
      ],
    });
    expect(message.html).toContain('<script>run()</script>');
    expect(message.html).toContain('cid:qr-1@everato');
    await mailbox.clear();
    expect(await mailbox.messages()).toEqual([]);
  });

  test('waiting for an email that never comes fails and says what came instead', async () => {
    const mailbox = mailboxOf();
    await createTransport(mailbox.smtpUrl).sendMail({ from: 'a@x.org', to: 'b@x.org', subject: 'Other', text: 'x' });
    await expect(mailbox.waitFor((message) => message.subject === 'Awaited', 300)).rejects.toThrow(
      '"Other" to b@x.org',
    );
  });
});

test('the mailbox has a web page', async () => {
  expect(await (await fetch(withPage.webUrl, { headers: { accept: 'text/html' } })).text()).toContain('<html');
});

test('a taken port is an error of one sentence', async () => {
  const smtpPort = Number(new URL(withPage.smtpUrl).port);
  await expect(startMailbox({ smtpPort })).rejects.toThrow(`The mailbox's SMTP port ${smtpPort} is taken.`);
});
