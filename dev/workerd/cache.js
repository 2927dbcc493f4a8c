// Runs inside workerd, behind the Cache API: a small cache in memory that honours max-age, so that the Worker's
// cacheable responses are cached here as in production.

const LIMIT = 500;
const entries = new Map();

export default {
  async fetch(request) {
    const key = `${request.headers.get('cf-cache-namespace')} ${request.url}`;
    if (request.method === 'PUT') return put(key, new Uint8Array(await request.arrayBuffer()));
    if (request.method === 'PURGE') return new Response(null, { status: entries.delete(key) ? 200 : 404 });
    return match(key);
  },
};

function match(key) {
  const entry = entries.get(key);
  if (!entry || entry.expiresAt <= Date.now()) {
    entries.delete(key);
    return new Response(null, { status: 504, headers: { 'cf-cache-status': 'MISS' } });
  }
  const headers = new Headers(entry.headers);
  headers.set('cf-cache-status', 'HIT');
  return new Response(entry.body, { status: entry.status, headers });
}

// The body of the PUT is the response as it would be on the wire: status line, headers, blank line, body.
function put(key, message) {
  const end = headEnd(message);
  const [statusLine, ...lines] = new TextDecoder().decode(message.subarray(0, end)).split('\r\n');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  const age = lifetime(new Headers(headers).get('cache-control') ?? '');
  if (age > 0) {
    if (entries.size >= LIMIT) entries.delete(entries.keys().next().value);
    const body = message.subarray(end + 4);
    const kept = headers.filter(([name]) => !/^(transfer-encoding|content-length)$/i.test(name));
    entries.set(key, {
      status: Number(statusLine.split(' ')[1]),
      headers: kept,
      body,
      expiresAt: Date.now() + age * 1000,
    });
  }
  return new Response(null, { status: 204 });
}

function lifetime(cacheControl) {
  if (/no-store|no-cache|private/.test(cacheControl)) return 0;
  return Number(/s-maxage=(\d+)/.exec(cacheControl)?.[1] ?? /max-age=(\d+)/.exec(cacheControl)?.[1] ?? 0);
}

function headEnd(message) {
  for (let at = 0; at < message.length - 3; at += 1) {
    if (message[at] === 13 && message[at + 1] === 10 && message[at + 2] === 13 && message[at + 3] === 10) return at;
  }
  return message.length;
}
