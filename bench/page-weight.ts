import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** SvelteKit names what the page needs in a header, not in the HTML. */
const PRELOADED = /<([^>]+)>;\s*rel="modulepreload"/g;
const STARTED = /\bimport\("([^"]+)"\)/g;
/** Data for machines and for the page itself is no script. */
const INLINE = /<script(?![^>]*type="application\/(?:ld\+)?json")[^>]*>([\s\S]*?)<\/script>/g;
/** `import … from "./x.js"`, `export … from`, `import "./x.js"`; what is imported later, on demand, has a bracket. */
const STATIC = /(?:\bfrom|\bimport)\s*["`]([^"`]+\.js)["`]/g;
/** SvelteKit's client fetches the outermost layout and the error page, the first two, whatever page it starts on. */
const ALWAYS = /import\(["`]([^"`]*\/nodes\/[01]\.[^"`]+\.js)["`]\)/g;

export interface ScriptWeight {
  files: number;
  gzip: number;
  brotli: number;
}

/** All JavaScript that a page loads by itself, compressed: inline, preloaded, started, and whatever these import. */
export async function scriptWeight(pageUrl: string): Promise<ScriptWeight> {
  const page = await fetch(pageUrl);
  const inline = found(INLINE, await page.text()).join('');
  const begun = [...found(PRELOADED, page.headers.get('link') ?? ''), ...found(STARTED, inline)];
  const scripts = new Map<string, string>();
  const queue = begun.map((href) => new URL(href, pageUrl).href);
  for (let href = queue.pop(); href; href = queue.pop()) {
    if (scripts.has(href)) continue;
    const script = await read(href);
    scripts.set(href, script);
    for (const next of [...found(STATIC, script), ...found(ALWAYS, script)]) queue.push(new URL(next, href).href);
  }
  if (scripts.size === 0) throw new Error(`${pageUrl} loads no script: it was not read rightly`);
  const sum = (compress: (text: string) => Buffer) =>
    [inline, ...scripts.values()].reduce((bytes, script) => bytes + compress(script).length, 0);
  return { files: scripts.size, gzip: sum((text) => gzipSync(text)), brotli: sum(brotli) };
}

async function read(href: string): Promise<string> {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${href}: ${response.status}`);
  return response.text();
}

/** As a network compresses while it serves, not as an archive would. */
const brotli = (text: string) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: 1 } });

const found = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, first]) => first!);

/** What would be uploaded, compressed. */
export function bundleBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|wasm|bin)$/.test(file))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
}
