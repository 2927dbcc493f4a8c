import { createPublicMemory } from '../../usecases/public-memory.ts';

/** The list of events and their pages. */
const PUBLIC_PATH = /^\/(?:events\/[a-z0-9-]+\/?)?$/;
const SESSION = /everato\.session_token=/;
const LOCALE = /PARAGLIDE_LOCALE=([\w-]{1,12})/;
const LONGEST_ADDRESS = 400;
const DROPPED = ['content-length', 'etag', 'cache-control', 'date'];

interface Page {
  status: number;
  etag: string;
  /** Made once: copying them costs less than making them again. */
  headers: Headers;
  gzipHeaders: Headers;
  plain: Uint8Array;
  gzip: Uint8Array;
}

const pages = createPublicMemory<Page | null>(200);

/**
 * Public pages are the same for every visitor who isn't signed in, so an isolate keeps them for two seconds, compressed.
 * Every other request is answered by `render` itself.
 */
export async function servePage(request: Request, render: () => Promise<Response>): Promise<Response> {
  const key = keyOf(request);
  if (key === null) return render();
  let own: Response | undefined;
  const page = await pages.get(key, async () => {
    own = await render();
    return isKeepable(own) ? keep(own.clone()) : null;
  });
  if (page) return answer(page, request.headers);
  return own ?? render();
}

function keyOf({ method, url, headers }: Request): string | null {
  if (method !== 'GET' || url.length > LONGEST_ADDRESS || !isPublicPage(new URL(url))) return null;
  const cookie = headers.get('cookie');
  if (cookie && SESSION.test(cookie)) return null;
  const language = (cookie && LOCALE.exec(cookie)?.[1]) ?? headers.get('accept-language')?.slice(0, 2) ?? '';
  return `${language} ${url}`;
}

/** Parsed as the page parses it, so that no spelling of `preview` gets a draft into the memory. */
const isPublicPage = ({ pathname, searchParams }: URL) => PUBLIC_PATH.test(pathname) && !searchParams.has('preview');

const isKeepable = (response: Response) =>
  response.status === 200 &&
  !response.headers.has('set-cookie') &&
  response.headers.get('content-type')?.startsWith('text/html');

async function keep(response: Response): Promise<Page> {
  const plain = new Uint8Array(await response.arrayBuffer());
  const compressed = new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'));
  const gzip = new Uint8Array(await new Response(compressed).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', plain));
  const etag = `W/"${Buffer.from(digest.subarray(0, 12)).toString('base64url')}"`;
  const headers = new Headers(response.headers);
  for (const name of DROPPED) headers.delete(name);
  headers.set('ETag', etag);
  headers.set('Cache-Control', 'public, max-age=0, s-maxage=2');
  headers.set('Vary', 'Accept-Encoding, Accept-Language, Cookie');
  const gzipHeaders = new Headers(headers);
  gzipHeaders.set('Content-Encoding', 'gzip');
  return { status: response.status, etag, headers, gzipHeaders, plain, gzip };
}

function answer({ status, etag, headers, gzipHeaders, plain, gzip }: Page, asked: Headers): Response {
  if (asked.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  if (!asked.get('accept-encoding')?.includes('gzip')) return new Response(plain, { status, headers });
  // `manual`: the bytes are compressed already.
  return new Response(gzip, { status, headers: gzipHeaders, encodeBody: 'manual' });
}
