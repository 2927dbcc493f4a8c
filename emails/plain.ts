import { footer } from './footer.ts';
import type { Block, EmailContent } from './email-content.ts';
import type { MailLocale } from './locale.ts';

/** The same content as plain text. */
export function plain(content: EmailContent, locale: MailLocale): string {
  const said = content.blocks.flatMap((block) => (block.is === 'ticket' ? block.url : []));
  // A ticket's text already contains the address of its page.
  const blocks = content.blocks.filter((block) => block.is !== 'button' || !said.includes(block.url));
  const parts = [content.heading, ...blocks.map(textOf), `-- \n${footer(content.event, locale)}`];
  return `${parts.join('\n\n')}\n`;
}

function textOf(block: Block): string {
  switch (block.is) {
    case 'paragraph':
    case 'small':
      return block.text;
    case 'facts':
      return block.rows.map((row) => `${row.label}: ${row.value}`).join('\n');
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'link':
      return `${block.label}\n${block.note}\n${block.url}`;
    case 'ticket':
      return [block.title, ...block.lines, `${block.label}: ${block.url}`].join('\n');
  }
}
