import { receiptDocument } from '../../emails/receipt.ts';
import { render } from '../../emails/render.ts';
import type { Db } from '../db/client.ts';
import { createOutbox } from '../db/mail/outbox-store.ts';
import { createPostStore } from '../db/mail/post-store.ts';
import type { MailDeps, PostDeps } from '../deps.ts';
import type { Settings } from '../env.ts';
import { createMailTransport } from '../outside/mail/transport.ts';
import { drawDocument } from '../outside/pdf/draw-document.ts';
import { loadFonts } from '../outside/pdf/load-fonts.ts';
import { drawQr } from '../outside/ticket/qr.ts';

/** The outbox and documents for requests; nothing connects until it is used. */
export function composePost(db: () => Db, assets: Fetcher): PostDeps {
  const drawReceipt: PostDeps['drawReceipt'] = async (facts, locale) =>
    drawDocument(receiptDocument(facts, locale), await loadFonts(assets));
  return { outbox: createOutbox(db), post: createPostStore(db), drawQr, drawReceipt };
}

/** The postman's email; null where no transport is configured. */
export function composeMail(settings: Settings): MailDeps | null {
  const transport = createMailTransport(settings.mail, settings.baseUrl);
  return transport && { transport, renderMail: render };
}
