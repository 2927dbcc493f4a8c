import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BrowserContext, Request } from 'playwright-core';
import { type RecordedRequest, signatureOf } from '../../worker/testing/recorded-request.ts';

const folder = resolve(import.meta.dirname, '../../test-results/requests');
const seen = new Map<string, RecordedRequest>();

/**
 * With EVERATO_RECORD_REQUESTS=1: saves one request of each shape that this process's pages send to the API.
 * `node app/e2e/save-requests.ts` makes them the release that later ones must still understand.
 */
export function recordRequests(context: BrowserContext): void {
  if (!process.env.EVERATO_RECORD_REQUESTS) return;
  context.on('response', (response) => {
    // A request that its own release refused as malformed is no promise to keep.
    const recorded = response.status() === 400 ? null : readRequest(response.request());
    if (!recorded || seen.has(signatureOf(recorded))) return;
    seen.set(signatureOf(recorded), recorded);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify([...seen.values()]));
  });
}

function readRequest(request: Request): RecordedRequest | null {
  const { pathname, searchParams } = new URL(request.url());
  if (!pathname.startsWith('/api/v1/')) return null;
  const recorded: RecordedRequest = { method: request.method(), path: pathname.slice('/api/v1'.length) };
  if (searchParams.size > 0) recorded.query = Object.fromEntries(searchParams);
  const isJson = request.headers()['content-type']?.startsWith('application/json');
  const body = isJson ? request.postData() : null;
  if (body) recorded.body = JSON.parse(body);
  return recorded;
}
