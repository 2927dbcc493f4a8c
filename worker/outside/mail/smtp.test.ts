import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMailSink } from '../../../dev/mail-sink.ts';
import type { Mailbox } from '../../../dev/mailbox.ts';
import type { OutgoingMail } from '../../deps.ts';
import { drawQr } from '../ticket/qr.ts';
import { createSmtp } from './smtp.ts';

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailSink();
});
afterAll(() => mailbox.stop());

const options = { from: 'Everato <tickets@example.com>', hostname: 'tickets.example.com', timeoutMs: 2000 };
const mail = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  id: '0199c0de-0000-7000-8000-0000000000aa',
  to: 'guest@example.org',
  subject: 'Ümläut 🎟️',
  html: '<p>Hello <img src="cid:code@everato"></p>',
  text: 'Hello',
  replyTo: 'host@example.net',
  attachments: [
    { filename: 'A.png', contentType: 'image/png', content: drawQr('ABC'), contentId: 'code@everato' },
    { filename: 'event.ics', contentType: 'text/calendar', content: new TextEncoder().encode('BEGIN:VCALENDAR') },
  ],
  ...over,
});

test('an email arrives whole: subject, both texts, inline picture, file, and reply address', async () => {
  expect(await createSmtp({ ...options, url: mailbox.smtpUrl }).send(mail())).toEqual({ ok: true });
  const message = await mailbox.waitFor((one) => one.to.includes('guest@example.org'));
  expect(message).toMatchObject({ subject: 'Ümläut 🎟️', from: 'tickets@example.com', to: ['guest@example.org'] });
  expect(message.text.trim()).toBe('Hello');
  const [picture, file] = message.attachments;
  expect(picture).toMatchObject({ contentId: 'code@everato', inline: true, contentType: 'image/png' });
  expect(new Uint8Array(picture!.content)).toEqual(drawQr('ABC'));
  expect(file).toMatchObject({ filename: 'event.ics', inline: false });
  expect(message.raw).toMatch(/^Message-ID: <0199c0de-0000-7000-8000-0000000000aa@tickets\.example\.com>\r$/im);
  expect(message.raw).toMatch(/^Reply-To: host@example\.net\r$/im);
});

test('a line break in a subject or an address adds no header and no second recipient', async () => {
  const to = 'victim@example.org, other@example.org\r\nBcc: third@example.org';
  const hostile = mail({ to, subject: 'Hi\r\nBcc: fourth@example.org', id: '0199c0de-0000-7000-8000-0000000000ab' });
  const before = (await mailbox.messages()).length;
  await createSmtp({ ...options, url: mailbox.smtpUrl }).send(hostile);
  const arrived = (await mailbox.messages()).slice(before);
  for (const message of arrived) {
    expect(message.to.length).toBeLessThanOrEqual(1);
    expect(message.raw).not.toMatch(/^Bcc:/im);
  }
});

test('a refused address is final, and a busy, silent, or absent server is not', async () => {
  const refusing = await answering({ 'RCPT TO': '550 5.1.1 No such user' });
  const busy = await answering({ 'RCPT TO': '451 4.7.1 Greylisted' });
  const silent = await answering({}, { greets: false });
  const send = (url: string) => createSmtp({ ...options, url, timeoutMs: 300 }).send(mail());
  expect(await send(refusing.url)).toMatchObject({
    ok: false,
    again: false,
    why: expect.stringMatching(/refuses this address: .*No such user/),
  });
  expect(await send(busy.url)).toMatchObject({
    ok: false,
    again: true,
    why: expect.stringMatching(/try later: .*Greylisted/),
  });
  expect(await send(silent.url)).toMatchObject({
    ok: false,
    again: true,
    why: expect.stringMatching(/can’t be reached/),
  });
  expect(await send('smtp://127.0.0.1:1')).toMatchObject({
    ok: false,
    again: true,
    why: expect.stringMatching(/can’t be reached/),
  });
  for (const { server } of [refusing, busy, silent]) server.close();
});

/** An SMTP server that accepts everything except what it is told to refuse. */
async function answering(
  refusals: Record<string, string>,
  { greets = true } = {},
): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    if (greets) socket.write('220 ready\r\n');
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const command = data.toString().toUpperCase();
      const refused = Object.keys(refusals).find((name) => command.startsWith(name));
      socket.write(`${refused ? refusals[refused] : '250 ok'}\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}` };
}
