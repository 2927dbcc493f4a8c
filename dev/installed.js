// Runs before `npm start` imports anything, in any version of Node: missing packages can't report themselves.
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const list = new URL('node_modules/.package-lock.json', root);

/** npm writes the list last: an interrupted installation has none. */
const isWhole = () =>
  existsSync(list) &&
  Object.keys(JSON.parse(readFileSync(list, 'utf8')).packages).every((path) =>
    existsSync(new URL(`${path}/package.json`, root)),
  );

if (!isWhole()) {
  console.error('Packages are missing in node_modules: run `npm ci`, and then this again.');
  process.exit(1);
}
