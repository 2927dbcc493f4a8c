import { createReader } from './decode-reader.ts';
import { serveFrames } from './decode-serve.ts';
import { wasmReader } from './decode-wasm.ts';

// One file, as is the other worker: both are kept for the time without a network.
serveFrames(({ wasmUrl }) => createReader(() => wasmReader(wasmUrl)));
