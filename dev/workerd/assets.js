// Runs inside workerd, before a `disk` service: does the work of Cloudflare's static assets.

const types = {
  avif: 'image/avif',
  css: 'text/css; charset=utf-8',
  gif: 'image/gif',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  otf: 'font/otf',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  wav: 'audio/wav',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
  xml: 'application/xml',
};

const hidden = new Set(['_worker.js', '_headers', '_redirects', '_routes.json']);

let rules;

export default {
  async fetch(request, { DISK }) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    rules ??= parseHeaders(await text(DISK, '_headers'));
    const path = new URL(request.url).pathname;
    const found = hidden.has(path.slice(1)) ? undefined : await find(DISK, path);
    if (!found) return new Response('Not found', { status: 404 });
    return answer(request, found, path);
  },
};

async function find(disk, path) {
  const extension = extensionOf(path);
  // A name without an extension is a folder or a page; the disk would answer a folder with its list of files.
  const candidates = extension ? [path] : [`${path.replace(/\/$/, '')}.html`, `${path.replace(/\/$/, '')}/index.html`];
  for (const candidate of candidates) {
    const file = await disk.fetch(`http://disk${candidate}`);
    if (file.ok) return { file, type: types[extensionOf(candidate)] ?? 'application/octet-stream' };
    await file.body?.cancel();
  }
}

function answer(request, { file, type }, path) {
  const etag = `W/"${Date.parse(file.headers.get('last-modified')).toString(36)}-${file.headers.get('content-length')}"`;
  const headers = new Headers({ 'content-type': type, 'cache-control': 'public, max-age=0, must-revalidate', etag });
  for (const rule of rules) if (rule.matches(path)) rule.apply(headers);
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(request.method === 'HEAD' ? null : file.body, { headers });
}

const extensionOf = (path) => /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();

async function text(disk, path) {
  const file = await disk.fetch(`http://disk/${path}`);
  return file.ok ? file.text() : '';
}

/** Cloudflare's `_headers`: a path with `*`, then indented lines that set a header, or with `!` remove one. */
function parseHeaders(source) {
  const parsed = [];
  for (const line of source.split('\n').filter((each) => each.trim() && !each.startsWith('#'))) {
    if (/^\S/.test(line)) parsed.push({ path: line.trim(), changes: [] });
    else parsed.at(-1)?.changes.push(line.trim());
  }
  return parsed.map(({ path, changes }) => ({
    matches: pathTest(path),
    apply: (headers) => changes.forEach((change) => applyChange(headers, change)),
  }));
}

function pathTest(pattern) {
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${escaped.join('.*')}$`);
  return (path) => expression.test(path);
}

function applyChange(headers, change) {
  if (change.startsWith('!')) return headers.delete(change.slice(1).trim());
  const colon = change.indexOf(':');
  headers.set(change.slice(0, colon).trim(), change.slice(colon + 1).trim());
}
