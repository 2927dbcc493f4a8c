import { expect, test } from 'vitest';
import type { OutgoingMail } from '../../deps.ts';
import { createCloudflareEmail, type EmailBinding } from './cloudflare-email.ts';

const content = Uint8Array.of(1, 2, 3);
const mail: OutgoingMail = {
  id: '0199c0de-0000-7000-8000-0000000000aa',
  to: 'guest@example.org',
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  replyTo: 'host@example.net',
  attachments: [
    { filename: 'A.png', contentType: 'image/png', content, contentId: 'code' },
    { filename: 'event.ics', contentType: 'text/calendar', content },
  ],
};

test('the binding gets the email in parts, with the sender’s name beside the address', async () => {
  const taken: unknown[] = [];
  const binding: EmailBinding = { send: async (message) => void taken.push(message) };
  expect(await createCloudflareEmail(binding, 'Everato <tickets@example.com>').send(mail)).toEqual({ ok: true });
  expect(taken).toEqual([
    {
      from: { name: 'Everato', email: 'tickets@example.com' },
      to: 'guest@example.org',
      replyTo: 'host@example.net',
      subject: 'Hello',
      html: '<p>Hello</p>',
      text: 'Hello',
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: [
        { filename: 'A.png', type: 'image/png', content, disposition: 'inline', contentId: 'code' },
        { filename: 'event.ics', type: 'text/calendar', content, disposition: 'attachment' },
      ],
    },
  ]);
});

test('a suppressed recipient is final, a limit is not', async () => {
  const failing = (code: string): EmailBinding => ({
    send: () => Promise.reject(Object.assign(new Error('said no'), { code })),
  });
  const send = (code: string) => createCloudflareEmail(failing(code), 'tickets@example.com').send(mail);
  expect(await send('E_RECIPIENT_SUPPRESSED')).toEqual({
    ok: false,
    again: false,
    why: 'Cloudflare refuses this mail: E_RECIPIENT_SUPPRESSED said no',
  });
  expect(await send('E_RATE_LIMIT_EXCEEDED')).toMatchObject({ ok: false, again: true });
});
