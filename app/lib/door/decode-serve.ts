/// <reference lib="webworker" />
import { type Frame, release } from './decode-frame.ts';
import type { Reader } from './decode-reader.ts';
import type { SeenCode } from './middle-code.ts';

export interface Start {
  type: 'start';
  wasmUrl: string;
}
export interface ToDecode {
  type: 'read';
  id: number;
  frame: Frame;
}
/** Releases its frames and ends. */
export interface End {
  type: 'end';
}
export type Decoded =
  | { type: 'ready' }
  | { type: 'unable' }
  | { type: 'read'; id: number; codes: SeenCode[] }
  | { type: 'failed'; id: number };

/** Runs inside a Web Worker: says whether it can read, then sends one reply for each frame. */
export function serveFrames(createReader: (start: Start) => Promise<Reader>): void {
  const scope = self as unknown as DedicatedWorkerGlobalScope;
  const answer = (message: Decoded) => scope.postMessage(message);
  let reader: Promise<Reader>;
  const held = new Set<Frame>();

  scope.addEventListener('message', ({ data }: MessageEvent<Start | ToDecode | End>) => {
    if (data.type === 'end') return end();
    if (data.type === 'read') return void decode(data);
    reader = createReader(data);
    reader.then(
      () => answer({ type: 'ready' }),
      () => answer({ type: 'unable' }),
    );
  });

  async function decode({ id, frame }: ToDecode) {
    held.add(frame);
    try {
      const codes = await (await reader)(frame);
      answer({ type: 'read', id, codes: codes.map(sendable) });
    } catch {
      answer({ type: 'failed', id });
    } finally {
      release(frame);
      held.delete(frame);
    }
  }

  function end() {
    held.forEach(release);
    scope.close();
  }
}

// A detector's own boxes can't be sent.
const sendable = ({ text, box: { x, y, width, height } }: SeenCode) => ({ text, box: { x, y, width, height } });
