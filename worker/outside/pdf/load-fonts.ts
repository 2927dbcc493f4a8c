import type { Fonts } from './draw-paper.ts';
import { readTrueType, type TrueType } from './true-type.ts';

/** What vite.config.ts puts beside the site's files: too large for the Worker itself. */
const FILES = { regular: '/fonts/noto-sans-400.ttf', bold: '/fonts/noto-sans-600.ttf' };

let loaded: Fonts | undefined;

/** Read when somebody wants the first paper, and kept for the isolate's life. */
export async function loadFonts(assets: Pick<Fetcher, 'fetch'>): Promise<Fonts> {
  // The fonts and never the promise: a request must not wait for what another one has asked for.
  return (loaded ??= await load(assets));
}

async function load(assets: Pick<Fetcher, 'fetch'>): Promise<Fonts> {
  const [regular, bold] = await Promise.all([read(assets, FILES.regular), read(assets, FILES.bold)]);
  return { regular, bold };
}

async function read(assets: Pick<Fetcher, 'fetch'>, path: string): Promise<TrueType> {
  // Assets go by their path; the host is only there to make it an address.
  const answer = await assets.fetch(`https://assets${path}`);
  if (!answer.ok) throw new Error(`No font at ${path}: ${answer.status}`);
  return readTrueType(new Uint8Array(await answer.arrayBuffer()));
}
