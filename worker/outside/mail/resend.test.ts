import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { OutgoingMail } from '../../deps.ts';
import { createResend } from './resend.ts';

const mail: OutgoingMail = {
  id: '0199c0de-0000-7000-8000-0000000000aa',
  to: 'guest@example.org',
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  replyTo: null,
  attachments: [{ filename: 'A.png', contentType: 'image/png', content: Uint8Array.of(1, 2, 3), contentId: 'code' }],
};
const from = 'Everato <tickets@example.com>';

test('an email is posted with its own idempotency key, pictures named for the HTML', async () => {
  const requests: unknown[] = [];
  const resend = await standIn(async (request) => {
    requests.push({ ...pick(request.headers, ['authorization', 'idempotency-key']), body: await json(request) });
    return [200, { id: '49a3999c' }];
  });
  expect(await createResend({ apiKey: 're_1', from, apiBase: resend.url }).send(mail)).toEqual({ ok: true });
  expect(requests).toEqual([
    {
      authorization: 'Bearer re_1',
      'idempotency-key': mail.id,
      body: {
        from,
        to: ['guest@example.org'],
        subject: 'Hello',
        html: '<p>Hello</p>',
        text: 'Hello',
        headers: { 'Auto-Submitted': 'auto-generated' },
        attachments: [{ filename: 'A.png', content: 'AQID', content_type: 'image/png', content_id: 'code' }],
      },
    },
  ]);
  resend.close();
});

test('only an error in the email itself is final', async () => {
  const outcome = async (status: number) => {
    const resend = await standIn(async () => [status, { message: 'because' }]);
    const delivery = await createResend({ apiKey: 're_1', from, apiBase: resend.url }).send(mail);
    resend.close();
    return delivery;
  };
  expect(await outcome(422)).toEqual({ ok: false, again: false, why: 'Resend refuses this mail: because' });
  expect(await outcome(401)).toEqual({ ok: false, again: true, why: 'Resend refuses RESEND_API_KEY: because' });
  expect(await outcome(429)).toEqual({ ok: false, again: true, why: 'Resend asks to try later (429): because' });
  expect(await outcome(500)).toEqual({ ok: false, again: true, why: 'Resend asks to try later (500): because' });
  const away = createResend({ apiKey: 're_1', from, apiBase: 'http://127.0.0.1:1' });
  expect(await away.send(mail)).toMatchObject({ ok: false, again: true });
});

type Answer = (request: import('node:http').IncomingMessage) => Promise<[number, unknown]>;

async function standIn(answer: Answer) {
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status).end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const pick = (headers: Record<string, unknown>, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, headers[name]]));
