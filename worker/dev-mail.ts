import { exampleMails } from '../emails/examples.ts';
import { render } from '../emails/render.ts';
import { mailPreview } from './http/mail/preview.ts';
import { drawQr } from './outside/ticket/qr.ts';

/** `/dev/mail`, where the binding DEV is 1. */
export function previewMails(request: Request): Response | Promise<Response> {
  const { origin } = new URL(request.url);
  const locale = new URL(request.url).searchParams.get('locale') ?? 'en';
  const examples = () =>
    exampleMails(drawQr, origin).map((mail) => ({ kind: mail.kind, rendered: render(mail, locale) }));
  return mailPreview(examples).fetch(request);
}
