import { Hono } from 'hono';
import type { Mail, RenderedMail } from '#domain/mail/mail.ts';

export interface PreviewedMail {
  kind: Mail['kind'];
  rendered: RenderedMail;
}

/** `/dev/mail`: every template with example facts, in development only. */
export function mailPreview(examples: () => PreviewedMail[]) {
  return new Hono()
    .use(async (c, next) => {
      await next();
      c.header('Content-Security-Policy', "default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline'");
    })
    .get('/dev/mail', (c) => c.html(listOf(examples())))
    .get('/dev/mail/:kind', (c) => {
      const found = examples().find((mail) => mail.kind === c.req.param('kind'));
      if (!found) return c.notFound();
      return c.req.query('as') === 'text' ? c.text(found.rendered.text) : c.html(withPictures(found.rendered));
    });
}

const listOf = (mails: PreviewedMail[]) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mails</title>
<body style="font:16px/1.6 system-ui,sans-serif;max-width:560px;margin:40px auto;padding:0 16px"><h1>Mails</h1><ul>${mails
    .map(
      ({ kind }) => `<li><a href="/dev/mail/${kind}">${kind}</a> · <a href="/dev/mail/${kind}?as=text">text</a></li>`,
    )
    .join('')}</ul></body></html>`;

/** Inlines the pictures: browsers don't resolve attachments. */
function withPictures({ html, attachments }: RenderedMail): string {
  return attachments.reduce((page, { contentId, contentType, content }) => {
    const data = `data:${contentType};base64,${Buffer.from(content).toString('base64')}`;
    return contentId ? page.replaceAll(`cid:${contentId}`, data) : page;
  }, html);
}
