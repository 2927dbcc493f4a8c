import { dirname } from 'node:path';
import type { SourceFile } from './source-imports.ts';

type Graph = Map<string, Set<string>>;

/** Groups of files that need each other's values: the order in which they run depends on the first import. */
export function circlesOfFiles(files: SourceFile[]): string[][] {
  const known = new Set(files.map(({ path }) => path));
  const graph: Graph = new Map();
  for (const { path, imports } of files) {
    const values = imports.filter(({ to, typeOnly }) => !typeOnly && known.has(to));
    graph.set(path, new Set(values.map(({ to }) => to)));
  }
  return circlesIn(graph);
}

/** Groups of folders that can't be understood one by one, since each imports from the next, be it only a type. */
export function circlesOfFolders(files: SourceFile[]): string[][] {
  const known = new Set(files.map(({ path }) => path));
  const graph: Graph = new Map();
  for (const { path, imports } of files) {
    const from = folderOf(path);
    const reached = graph.get(from) ?? new Set();
    graph.set(from, reached);
    for (const { to } of imports) if (known.has(to) && folderOf(to) !== from) reached.add(folderOf(to));
  }
  return circlesIn(graph);
}

/** Files directly in worker/ aren't one unit: the entry point, the bindings, the list of dependencies. */
const folderOf = (path: string) => (dirname(path) === 'worker' ? path : dirname(path));

/** Strongly connected components of two nodes or more (Tarjan, 1972). */
function circlesIn(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node)!);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!));
    }
    if (low.get(node) !== order.get(node)) return;
    const circle = open.splice(open.indexOf(node));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}
