import ts from 'typescript';

export interface TestTitle {
  path: string;
  /** From 1. */
  line: number;
  /** With `{}` for every value of a template literal. */
  text: string;
}

const DECLARING = new Set(['test', 'it', 'describe', 'suite', 'bench']);

/** Returns every title written in a test file: of `test('…')`, `describe('…')`, `test.each(rows)('…')` and their kin. */
export function titlesIn(path: string, code: string): TestTitle[] {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const found: TestTitle[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && !isCalled(node) && DECLARING.has(rootName(node.expression))) {
      const title = node.arguments[0] && writtenText(node.arguments[0]);
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      if (title !== undefined) found.push({ path, line, text: title });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** True of `test.each(rows)` in `test.each(rows)('…')`. */
const isCalled = (call: ts.CallExpression) => ts.isCallExpression(call.parent) && call.parent.expression === call;

/** The name at the beginning of `test`, `test.skip`, `test.each(rows)` and of a tagged table. */
function rootName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return rootName(callee.expression);
  return ts.isTaggedTemplateExpression(callee) ? rootName(callee.tag) : '';
}

function writtenText(title: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(title)) return title.text;
  if (ts.isTemplateExpression(title)) {
    return [title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)].join('{}');
  }
  if (ts.isBinaryExpression(title)) return [title.left, title.right].map((part) => writtenText(part) ?? '{}').join('');
  return undefined;
}
