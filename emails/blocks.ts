import type { Block } from './email-content.ts';
import { markup, type Html } from './markup.ts';

export const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Courier New',monospace";
const INK = `color:#17181c;`;
const SOFT = `color:#63666f;`;

interface Colours {
  accent: string;
  onAccent: string;
}
type Of<Kind extends Block['is']> = Extract<Block, { is: Kind }>;

/** Renders one block as a row of the email's table. */
export function row(block: Block, colours: Colours): Html {
  switch (block.is) {
    case 'paragraph':
      return cell(markup`<div class="ink" style="font:400 16px/1.5 ${FONT};${INK}">${block.text}</div>`);
    case 'small':
      return cell(markup`<div class="soft" style="font:400 14px/1.5 ${FONT};${SOFT}">${block.text}</div>`);
    case 'facts':
      return cell(
        markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${block.rows.map(fact)}</table>`,
      );
    case 'button':
      return cell(button(block, colours), '16px 36px');
    case 'link':
      return cell(link(block));
    case 'ticket':
      return cell(ticket(block));
  }
}

const cell = (content: Html, space = '8px 36px') =>
  markup`<tr><td class="pad" style="padding:${space};">${content}</td></tr>`;

const fact = (entry: { label: string; value: string }) =>
  markup`<tr><td class="soft line" valign="top" style="padding:8px 16px 8px 0;width:88px;border-top:1px solid #e4e4df;font:400 14px/1.5 ${FONT};${SOFT}">${entry.label}</td><td class="ink line" style="padding:8px 0;border-top:1px solid #e4e4df;font:400 14px/1.5 ${FONT};${INK}">${entry.value}</td></tr>`;

function button(block: Of<'button'>, { accent, onAccent }: Colours): Html {
  const fallback = block.fallback
    ? markup`<div class="soft" style="padding-top:16px;font:400 12px/1.5 ${FONT};${SOFT}word-break:break-all;">${block.fallback}<br>${block.url}</div>`
    : null;
  return markup`<a href="${block.url}" style="display:inline-block;padding:14px 24px;border-radius:10px;background:${accent};color:${onAccent};font:600 16px/1 ${FONT};text-decoration:none;">${block.label}</a>${fallback}`;
}

const link = (block: Of<'link'>) =>
  markup`<div class="line" style="border-top:1px solid #e4e4df;padding-top:12px;font:600 16px/1.5 ${FONT};"><a class="ink" href="${block.url}" style="${INK}">${block.label}</a><div class="soft" style="font:400 14px/1.5 ${FONT};${SOFT}">${block.note}</div></div>`;

/** The code keeps its white background in dark mode: cameras need it. */
const ticket = (block: Of<'ticket'>) =>
  markup`<table role="presentation" class="line" width="100%" cellpadding="0" cellspacing="0" style="border:1px solid #e4e4df;border-radius:16px;">
<tr><td class="ink" style="padding:20px 20px 0;font:600 16px/1.4 ${FONT};${INK}">${block.title}</td></tr>
<tr><td class="soft" style="padding:0 20px 12px;font:400 14px/1.5 ${FONT};${SOFT}">${block.lines.map((line) => markup`<div>${line}</div>`)}</td></tr>
<tr><td align="center" style="padding:0 20px 12px;"><div style="display:inline-block;padding:8px;background:#ffffff;border-radius:10px;"><img src="cid:${block.imageId}" alt="${block.imageAlt}" width="260" height="260" style="display:block;width:260px;height:260px;border:0;font:600 18px/1.5 ${MONO};${INK}"></div></td></tr>
<tr><td align="center" style="padding:0 20px 20px;font:600 14px/1.5 ${FONT};"><a class="ink" href="${block.url}" style="${INK}">${block.label}</a></td></tr>
</table>`;
