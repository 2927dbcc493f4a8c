import ts from 'typescript';

const CHECKS = new Set(['may', 'mayForSome', 'notAllowed']);

/** The rule itself, and the use cases that apply it. */
export const isPlaceOfPermissions = (path: string): boolean =>
  path.startsWith('worker/usecases/') || path.startsWith('worker/domain/') || !/\.ts$/.test(path);

/** Calls of the permission rules, as `path:line name`. */
export function permissionChecksIn(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && CHECKS.has(node.expression.text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.expression.getStart(source));
      found.push(`${path}:${line + 1} ${node.expression.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
