import { receiptDocument } from '../../emails/receipt.ts';
import { render } from '../../emails/render.ts';
import type { DocumentDeps, MailSenderDeps } from '../deps.ts';
import type { Settings } from '../env.ts';
import { createMailTransport } from '../outside/mail/transport.ts';
import { drawDocument } from '../outside/pdf/draw-document.ts';
import { loadFonts } from '../outside/pdf/load-fonts.ts';
import { drawQr } from '../outside/ticket/qr.ts';

/** Reads the fonts when it draws the first document. */
export function composeDocuments(assets: Fetcher): DocumentDeps {
  const drawReceipt: DocumentDeps['drawReceipt'] = async (facts, locale) =>
    drawDocument(receiptDocument(facts, locale), await loadFonts(assets));
  return { drawQr, drawReceipt };
}

/** The postman's email; null where no transport is configured. */
export function composeMailSender(settings: Settings): MailSenderDeps | null {
  const transport = createMailTransport(settings.mail, settings.baseUrl);
  return transport && { transport, renderMail: render };
}
