import { createReader } from './decode-reader.ts';
import { serveFrames } from './decode-serve.ts';
import { wasmReader } from './decode-wasm.ts';

// One file, like the other worker: both are cached for offline use.
serveFrames(({ wasmUrl }) => createReader(() => wasmReader(wasmUrl)));
