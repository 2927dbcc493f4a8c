import { createDecoderBeside } from './decode-beside.ts';
import { type Frame, release } from './decode-frame.ts';
import { createReader, type Reader } from './decode-reader.ts';
import type { SeenCode } from './middle-code.ts';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** Takes ownership of a frame, also when it can't be read. */
export interface Decoder {
  read(frame: Frame): Promise<SeenCode[]>;
  stop(): void;
}

/** A worker without any reader is no worker. */
const FAILURES_UNTIL_HERE = 5;

/** Reads codes off the main thread, so that the page never stutters, or on it where the browser has no such worker. */
export async function createDecoder(): Promise<Decoder> {
  let decoder = await createDecoderBeside(quick, wasmUrl)
    .catch(() => createDecoderBeside(plain, wasmUrl))
    .catch(createDecoderHere);
  let failures = 0;
  return {
    async read(frame) {
      try {
        const codes = await decoder.read(frame);
        failures = 0;
        return codes;
      } catch (error) {
        if (++failures === FAILURES_UNTIL_HERE) {
          decoder.stop();
          decoder = await createDecoderHere();
        }
        throw error;
      }
    },
    stop: () => decoder.stop(),
  };
}

const quick = () => new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
/** For browsers without WebAssembly. */
const plain = () => new Worker(new URL('./decode-javascript-worker.ts', import.meta.url), { type: 'module' });

async function createDecoderHere(): Promise<Decoder> {
  const read = await createReader(zxingHere);
  return { read: (frame) => read(frame).finally(() => release(frame)), stop() {} };
}

async function zxingHere(): Promise<Reader> {
  try {
    return await (await import('./decode-wasm.ts')).wasmReader(wasmUrl);
  } catch {
    return (await import('./decode-javascript.ts')).javascriptReader();
  }
}
