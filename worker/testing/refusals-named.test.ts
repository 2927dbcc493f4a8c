import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { REFUSALS } from '#domain/refusals.ts';

const root = resolve(import.meta.dirname, '../..');
const tests = ['worker', 'party', 'emails', 'app', 'dev'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(test|e2e)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)),
);

/** The codes that a test expects: a string of their own, one behind a status (`409 sold_out`), or quoted in a pattern. */
function namedIn(text: string): string[] {
  const named: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) named.push(node.text.replace(/^[1-5]\d\d /, ''));
    if (ts.isRegularExpressionLiteral(node)) named.push(...[...node.text.matchAll(/"(\w+)"/g)].map((one) => one[1]!));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', text, ts.ScriptTarget.Latest));
  return named;
}

const unnamed = (texts: readonly string[], codes: readonly string[]) => {
  const named = new Set(texts.flatMap(namedIn));
  return codes.filter((code) => !named.has(code));
};

test('every refusal is named by a test', () => {
  const others = tests.filter((path) => path !== import.meta.filename);
  expect(others.map((path) => relative(root, path))).toContain('worker/domain/box-office/place.test.ts');
  expect(
    unnamed(
      others.map((path) => readFileSync(path, 'utf8')),
      Object.keys(REFUSALS),
    ),
  ).toEqual([]);
});

test('control: a refusal that only a title, a comment or a longer word mentions is missing', () => {
  const texts = [
    `test('a sold_out event refuses', () => expect(code).toBe('sold_out_long'));`,
    `// 'held' comes later\nconst own = { held: 1, sold_out: 2 };`,
    `expect(code).toBe('409 event_has_bookings'); expect(other).toEqual({ code: "undo_expired" });`,
    `expect(raw).toMatch(/"body_too_large"|internal/);`,
  ];
  const named = ['event_has_bookings', 'undo_expired', 'body_too_large'];
  const codes = [...named, 'sold_out', 'held', 'internal', 'a_code_without_any_test'];
  expect(unnamed(texts, codes)).toEqual(['sold_out', 'held', 'internal', 'a_code_without_any_test']);
});
