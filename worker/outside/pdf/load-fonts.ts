import type { Fonts } from './draw-document.ts';
import { readTrueType, type TrueType } from './true-type.ts';

/** vite.config.ts puts them beside the site's files: they are too large for the Worker itself. */
const FILES = { regular: '/fonts/noto-sans-400.ttf', bold: '/fonts/noto-sans-600.ttf' };

let loaded: Fonts | undefined;

/** Loaded for the first document, and kept for the isolate's life. */
export async function loadFonts(assets: Pick<Fetcher, 'fetch'>): Promise<Fonts> {
  // Keeps the fonts and never the promise: a request must not wait for another request's I/O.
  return (loaded ??= await load(assets));
}

async function load(assets: Pick<Fetcher, 'fetch'>): Promise<Fonts> {
  const [regular, bold] = await Promise.all([read(assets, FILES.regular), read(assets, FILES.bold)]);
  return { regular, bold };
}

async function read(assets: Pick<Fetcher, 'fetch'>, path: string): Promise<TrueType> {
  // Assets are found by path; the host only completes the address.
  const answer = await assets.fetch(`https://assets${path}`);
  if (!answer.ok) throw new Error(`No font at ${path}: ${answer.status}`);
  return readTrueType(new Uint8Array(await answer.arrayBuffer()));
}
