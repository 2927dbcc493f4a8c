import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RecordedRequest, signatureOf } from '../../worker/testing/recorded-request.ts';

// Run for a release, after `EVERATO_RECORD_REQUESTS=1 npm test e2e`. See recorded-requests.ts.
const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'test-results/requests');
const all = readdirSync(folder).flatMap((file): RecordedRequest[] =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')),
);
const one = new Map(all.map((request) => [signatureOf(request), request]));
const lines = [...one].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, request]) => JSON.stringify(request));
writeFileSync(join(root, 'worker/testing/requests-of-last-release.json'), `[\n${lines.join(',\n')}\n]\n`);
console.log(`${lines.length} requests`);
