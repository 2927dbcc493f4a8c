import ts from 'typescript';

/** A function with more positional parameters than a reader can tell apart at its calls. */
export interface LongParameterList {
  path: string;
  /** From 1. */
  line: number;
  count: number;
}

const MOST = 3;
const DICTATED = 'eslint-disable-next-line @typescript-eslint/max-params';

/**
 * Every function in a TypeScript, JavaScript or Svelte file that takes more than three positional parameters, but those
 * whose signature a library dictates, as the line above says to the lint.
 */
export function longParameterLists(path: string, text: string): LongParameterList[] {
  const scripts = path.endsWith('.svelte') ? scriptsOf(text) : [{ code: text, linesBefore: 0 }];
  return scripts.flatMap(({ code, linesBefore }) =>
    inCode(path, code).map((at) => ({ ...at, line: at.line + linesBefore })),
  );
}

function scriptsOf(text: string): { code: string; linesBefore: number }[] {
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((found) => {
    const start = found.index + found[0].indexOf('>') + 1;
    return { code: found[1]!, linesBefore: text.slice(0, start).split('\n').length - 1 };
  });
}

function inCode(path: string, code: string): LongParameterList[] {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const lines = code.split('\n');
  const found: LongParameterList[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.parameters.length > MOST) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      if (!lines[line - 2]?.includes(DICTATED)) found.push({ path, line, count: node.parameters.length });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
