import { footer } from './footer.ts';
import type { Block, Letter } from './letter.ts';
import type { MailLocale } from './locale.ts';

/** The same content as plain text. */
export function plain(letter: Letter, locale: MailLocale): string {
  const said = letter.blocks.flatMap((block) => (block.is === 'ticket' ? block.url : []));
  // A ticket's text already contains the address of its page.
  const blocks = letter.blocks.filter((block) => block.is !== 'button' || !said.includes(block.url));
  const parts = [letter.heading, ...blocks.map(textOf), `-- \n${footer(letter.event, locale)}`];
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
