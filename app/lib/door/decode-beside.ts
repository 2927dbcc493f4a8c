import { type Frame, release, partsOf, pixelsOfFrame } from './decode-frame.ts';
import type { Decoder } from './decode.ts';
import type { Decoded, End, Start, ToDecode } from './decode-serve.ts';
import type { SeenCode } from './middle-code.ts';

/** Covers a phone that loads the reader over a slow network. */
const START_MS = 20_000;
/** Many times what the slowest phone needs: a read that takes longer never ends. */
const READ_MS = 4000;

/** Reads codes in such a Web Worker; rejects where this browser can't. A worker that hangs is replaced. */
export async function createDecoderBeside(createWorker: () => Worker, wasmUrl: string): Promise<Decoder> {
  const start = () => startReader(createWorker(), wasmUrl);
  let reader: WorkerReader | null = await start();
  return {
    async read(frame) {
      // The previous worker hung. A camera lends few frames, so this worker does not wait for another reader.
      if (!reader) {
        release(frame);
        reader = await start();
        return [];
      }
      try {
        return await within(READ_MS, reader.read(frame));
      } catch (error) {
        if (reader.isStuck()) {
          reader.end();
          reader = null;
        }
        throw error;
      }
    },
    stop: () => reader?.end(),
  };
}

interface WorkerReader {
  read(frame: Frame): Promise<SeenCode[]>;
  /** The worker owes a reply. */
  isStuck(): boolean;
  /**
   * Lets the worker end by itself, because only the worker can release its frames. One that never replies is
   * terminated.
   */
  end(): void;
}

async function startReader(worker: Worker, wasmUrl: string): Promise<WorkerReader> {
  const asked = new Map<number, { resolve(codes: SeenCode[]): void; reject(error: Error): void }>();
  let lastId = 0;
  const ready = new Promise<void>((resolve, reject) => {
    worker.addEventListener('error', () => reject(new Error('the worker does not run')));
    worker.addEventListener('message', ({ data }: MessageEvent<Decoded>) => {
      if (data.type === 'ready') return resolve();
      if (data.type === 'unable') return reject(new Error('the worker can’t read here'));
      const waiting = asked.get(data.id);
      asked.delete(data.id);
      if (data.type === 'read') waiting?.resolve(data.codes);
      else waiting?.reject(new Error('the picture could not be read'));
    });
  });
  worker.postMessage({ type: 'start', wasmUrl } satisfies Start);
  await within(START_MS, ready).catch((error: unknown) => {
    worker.terminate();
    throw error;
  });
  return {
    read: (frame) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        asked.set(id, { resolve, reject });
        send(worker, { type: 'read', id, frame });
      }),
    isStuck: () => asked.size > 0,
    end() {
      worker.postMessage({ type: 'end' } satisfies End);
      setTimeout(() => worker.terminate(), READ_MS);
    },
  };
}

function send(worker: Worker, message: ToDecode): void {
  try {
    worker.postMessage(message, partsOf(message.frame));
  } catch {
    // Not every browser can transfer every kind of picture, but all can transfer its pixels.
    const pixels = pixelsIn(message.frame);
    worker.postMessage({ ...message, frame: pixels }, partsOf(pixels));
  }
}

function pixelsIn(frame: Frame): ImageData {
  try {
    return pixelsOfFrame(frame);
  } finally {
    release(frame);
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
