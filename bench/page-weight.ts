import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { InvalidBenchmark } from './participants.ts';

/** SvelteKit lists the modules of a page in a header, not in the HTML. */
const PRELOADED = /<([^>]+)>;\s*rel="modulepreload"/g;
const STARTED = /\bimport\("([^"]+)"\)/g;
/** JSON in a script element is data, not a script. */
const INLINE = /<script(?![^>]*type="application\/(?:ld\+)?json")[^>]*>([\s\S]*?)<\/script>/g;
/** `import … from "./x.js"`, `export … from`, `import "./x.js"`. Imports on demand have a bracket. */
const STATIC = /(?:\bfrom|\bimport)\s*["`]([^"`]+\.js)["`]/g;
/** SvelteKit's client fetches the outermost layout and the error page, the first two, whatever page it starts on. */
const ALWAYS = /import\(["`]([^"`]*\/nodes\/[01]\.[^"`]+\.js)["`]\)/g;

export interface ScriptWeight {
  files: number;
  gzip: number;
  brotli: number;
}

/** Weighs all JavaScript that a page loads by itself, compressed: inline, preloaded, started, and their imports. */
export async function scriptWeight(pageUrl: string): Promise<ScriptWeight> {
  const page = await fetch(pageUrl);
  if (!page.ok) throw new InvalidBenchmark(`${pageUrl} got ${page.status}`);
  const inline = found(INLINE, await page.text()).join('');
  const entries = [...found(PRELOADED, page.headers.get('link') ?? ''), ...found(STARTED, inline)];
  const scripts = new Map<string, string>();
  const queue = entries.map((href) => new URL(href, pageUrl).href);
  for (let href = queue.pop(); href; href = queue.pop()) {
    if (scripts.has(href)) continue;
    const script = await read(href);
    scripts.set(href, script);
    for (const next of [...found(STATIC, script), ...found(ALWAYS, script)]) queue.push(new URL(next, href).href);
  }
  if (scripts.size === 0) throw new InvalidBenchmark(`${pageUrl} loads no script`);
  const sum = (compress: (text: string) => Buffer) =>
    [inline, ...scripts.values()].reduce((bytes, script) => bytes + compress(script).length, 0);
  return { files: scripts.size, gzip: sum((text) => gzipSync(text)), brotli: sum(brotli) };
}

async function read(href: string): Promise<string> {
  const response = await fetch(href);
  if (!response.ok) throw new InvalidBenchmark(`${href} got ${response.status}`);
  return response.text();
}

/** Quality 4 is common for compression on the fly. */
const brotli = (text: string) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: 1 } });

const found = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, first]) => first!);

/** Returns the compressed size of everything that a deployment uploads. */
export function bundleBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|wasm|bin)$/.test(file))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
}
