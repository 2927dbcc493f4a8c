import { receiptDocument } from '../../emails/receipt.ts';
import { render } from '../../emails/render.ts';
import type { Db } from '../db/client.ts';
import { createOutbox } from '../db/mail/outbox-store.ts';
import { createMailSourceStore } from '../db/mail/source-store.ts';
import type { MailDeps, MailSenderDeps } from '../deps.ts';
import type { Settings } from '../env.ts';
import { createMailTransport } from '../outside/mail/transport.ts';
import { drawDocument } from '../outside/pdf/draw-document.ts';
import { loadFonts } from '../outside/pdf/load-fonts.ts';
import { drawQr } from '../outside/ticket/qr.ts';

/** The outbox and documents for requests; nothing connects until it is used. */
export function composeMail(db: () => Db, assets: Fetcher): MailDeps {
  const drawReceipt: MailDeps['drawReceipt'] = async (facts, locale) =>
    drawDocument(receiptDocument(facts, locale), await loadFonts(assets));
  return { outbox: createOutbox(db), mailSources: createMailSourceStore(db), drawQr, drawReceipt };
}

/** The postman's email; null where no transport is configured. */
export function composeMailSender(settings: Settings): MailSenderDeps | null {
  const transport = createMailTransport(settings.mail, settings.baseUrl);
  return transport && { transport, renderMail: render };
}
