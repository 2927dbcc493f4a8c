import { render } from '../emails/render.ts';
import type { Db } from './db/client.ts';
import { createOutbox } from './db/outbox-store.ts';
import { createPostStore } from './db/post-store.ts';
import type { MailDeps, PostDeps } from './deps.ts';
import type { Settings } from './env.ts';
import { createMailTransport } from './outside/mail-transport.ts';
import { drawQr } from './outside/qr.ts';

/** What requests need of the post; nothing is connected until it is used. */
export function composePost(db: () => Db): PostDeps {
  return { outbox: createOutbox(db), post: createPostStore(db), drawQr };
}

/** What Postman needs to send mail; null where no transport is configured. */
export function composeMail(settings: Settings): MailDeps | null {
  const transport = createMailTransport(settings.mail, settings.baseUrl);
  return transport && { transport, renderMail: render };
}
