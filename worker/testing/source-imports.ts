import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** A path from the project's root, or a package's name. */
  to: string;
  typeOnly: boolean;
}
export interface SourceFile {
  path: string;
  imports: Import[];
}

/** Names for folders: package.json's, and SvelteKit's of svelte.config.js. */
const ALIASES: Record<string, string> = {
  '#contract': 'worker/contract',
  '#domain': 'worker/domain',
  $messages: 'app/paraglide/messages.js',
  $paraglide: 'app/paraglide',
  $lib: 'app/lib',
};

export const readSource = (root: string, path: string): SourceFile => ({
  path,
  imports: importsIn(path, readFileSync(join(root, path), 'utf8')),
});

export function importsIn(path: string, text: string): Import[] {
  const code = path.endsWith('.svelte') ? scriptsOf(text) : text;
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteral(specifier)) found.push({ to: resolve(path, specifier.text), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(`${path}.ts`, code, ts.ScriptTarget.Latest));
  return found;
}

const scriptsOf = (svelte: string) =>
  [...svelte.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((one) => one[1]).join('\n');

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    !clause.name && named !== undefined && ts.isNamedImports(named) && named.elements.every((one) => one.isTypeOnly)
  );
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  const [alias, ...rest] = specifier.split('/');
  const folder = ALIASES[alias!];
  return folder ? [folder, ...rest].join('/') : specifier;
}
