import ts from 'typescript';

export interface Comment {
  path: string;
  /** From 1. */
  line: number;
  /** Without its marks, on one line. */
  text: string;
}

/** Every comment of a TypeScript, JavaScript or Svelte file. Neighbouring `//` lines are one comment. */
export function commentsIn(path: string, text: string): Comment[] {
  if (!path.endsWith('.svelte')) return commentsOfCode(path, text, 0);
  const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].flatMap((found) => {
    const start = found.index + found[0].indexOf(found[1]!);
    return commentsOfCode(path, found[1]!, text.slice(0, start).split('\n').length - 1);
  });
  const markup = [...text.matchAll(/<!--([\s\S]*?)-->/g)].map((found) => ({
    path,
    line: text.slice(0, found.index).split('\n').length,
    text: oneLine(found[1]!),
  }));
  return [...scripts, ...markup];
}

function commentsOfCode(path: string, code: string, linesBefore: number): Comment[] {
  const source = ts.createSourceFile(`${path}.ts`, code, ts.ScriptTarget.Latest, true);
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(code, node.pos) ?? []) ranges.set(range.pos, range);
    for (const range of ts.getTrailingCommentRanges(code, node.end) ?? []) ranges.set(range.pos, range);
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  const found: (Comment & { endLine: number; isLine: boolean })[] = [];
  for (const range of [...ranges.values()].sort((a, b) => a.pos - b.pos)) {
    const line = source.getLineAndCharacterOfPosition(range.pos).line + 1 + linesBefore;
    const endLine = source.getLineAndCharacterOfPosition(range.end).line + 1 + linesBefore;
    const isLine = range.kind === ts.SyntaxKind.SingleLineCommentTrivia;
    const words = oneLine(code.slice(range.pos, range.end).replace(/^\/\/|^\/\*+|\*\/$/g, ''));
    const last = found.at(-1);
    if (last && isLine && last.isLine && last.endLine === line - 1 && !isDirective(words) && !isDirective(last.text)) {
      last.text = `${last.text} ${words}`;
      last.endLine = endLine;
    } else found.push({ path, line, text: words, endLine, isLine });
  }
  return found.map(({ line, text }) => ({ path, line, text }));
}

const isDirective = (text: string) => /^(eslint-|svelte-ignore|@ts-|prettier-)/.test(text);

const oneLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join(' ')
    .trim();
