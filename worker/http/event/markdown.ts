import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false, breaks: true });
// Pictures of other sites would tell them who reads the page, so only their alternative text is shown.
markdown.renderer.rules['image'] = (tokens, index) => markdown.utils.escapeHtml(tokens[index]?.content ?? '');
// markdown-it dictates the signature.
// eslint-disable-next-line @typescript-eslint/max-params
markdown.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'nofollow noopener noreferrer');
  return self.renderToken(tokens, index, options);
};

const rendered = new Map<string, string>();

/** HTML that is safe to show: markup of the writer's own is text, and links are checked by markdown-it. */
export function renderMarkdown(text: string): string {
  const known = rendered.get(text);
  if (known !== undefined) return known;
  const html = markdown.render(text);
  if (rendered.size >= 200) rendered.clear();
  rendered.set(text, html);
  return html;
}
