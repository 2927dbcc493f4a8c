import type { MailEvent } from '#domain/mail/mail.ts';
import { accentColours } from './accent.ts';
import { FONT, row } from './blocks.ts';
import { footer } from './footer.ts';
import type { EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';
import { markup, type Html } from './markup.ts';

/** Colours for dark mode; mail clients without `style` elements keep the light ones. */
const NIGHT = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background:#131417 !important}.card{background:#1e2025 !important;border-color:#33363e !important}
.ink{color:#f1f1ee !important}.soft{color:#a9acb6 !important}.line{border-color:#33363e !important}
}
@media (max-width:600px){.pad{padding-left:20px !important;padding-right:20px !important}}`;

/** One column of 560 px around the content; tables, since mail clients agree on nothing else. */
export function frame(content: EmailContent, locale: MailLocale): string {
  const colours = accentColours(content.event?.accent);
  const page = markup`<!doctype html>
<html lang="${locale}" dir="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${content.subject}</title>
<style>${NIGHT}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f4f4f1;">
<div style="display:none;max-height:0;overflow:hidden;">${content.preview}</div>
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f1;">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" class="card" width="560" cellpadding="0" cellspacing="0" style="width:100%;max-width:560px;background:#ffffff;border:1px solid #e4e4df;border-radius:16px;overflow:hidden;">
${head(content.event, colours.accent)}
<tr><td class="pad ink" style="padding:28px 36px 8px;font:600 22px/1.3 ${FONT};color:#17181c;">${content.heading}</td></tr>
${content.blocks.map((block) => row(block, colours))}
<tr><td style="padding:0 0 20px;font-size:0;">&nbsp;</td></tr>
</table>
<table role="presentation" width="560" cellpadding="0" cellspacing="0" style="width:100%;max-width:560px;">
<tr><td class="pad soft" style="padding:16px 36px;font:400 12px/1.5 ${FONT};color:#63666f;">${footer(content.event, locale)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>`;
  return page.source;
}

function head(event: MailEvent | null, accent: string): Html {
  if (!event?.bannerUrl) {
    return markup`<tr><td style="height:6px;line-height:6px;font-size:0;background:${accent};">&nbsp;</td></tr>`;
  }
  return markup`<tr><td style="background:${accent};font-size:0;"><img src="${event.bannerUrl}" alt="" width="560" style="display:block;width:100%;max-width:560px;height:auto;border:0;"></td></tr>`;
}
