import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDecoderBeside } from './decode-beside.ts';
import type { Frame } from './decode-frame.ts';
import type { ToDecode } from './decode-serve.ts';

/** A fake Web Worker that can be told to start or not, to reply or to hang, and to refuse frames. */
class FakeWorker extends EventTarget {
  starts = true;
  answers = true;
  takes = true;
  readonly told: string[] = [];

  postMessage(message: { type: 'start' | 'end' } | ToDecode) {
    if (message.type === 'read' && !this.takes) throw new Error('can’t be handed over');
    this.told.push(message.type);
    if (message.type === 'start') this.#say({ type: this.starts ? 'ready' : 'unable' });
    if (message.type === 'read' && this.answers) this.#say({ type: 'read', id: message.id, codes: [] });
  }
  terminate() {
    this.told.push('terminated');
  }
  #say(data: unknown) {
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
  }
}

const frame = () => ({ displayWidth: 1, displayHeight: 1, close: vi.fn() }) as unknown as Frame & { close(): void };

async function openDecoder(...next: Partial<FakeWorker>[]) {
  const workers: FakeWorker[] = [];
  const create = () => {
    const worker = Object.assign(new FakeWorker(), next[workers.length]);
    workers.push(worker);
    return worker as unknown as Worker;
  };
  return { decoder: await createDecoderBeside(create, 'reader.wasm'), workers };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a reader that hangs is asked to release its pictures before it is terminated', async () => {
  const { decoder, workers } = await openDecoder({ answers: false });
  const read = expect(decoder.read(frame())).rejects.toThrow('no answer');
  await vi.advanceTimersByTimeAsync(4000);
  await read;
  expect(workers[0]!.told).toEqual(['start', 'read', 'end']);
  await vi.advanceTimersByTimeAsync(4000);
  expect(workers[0]!.told).toEqual(['start', 'read', 'end', 'terminated']);
});

test('a picture does not wait for the next reader, whether or not that one starts', async () => {
  const { decoder, workers } = await openDecoder({ answers: false }, { starts: false }, {});
  const read = expect(decoder.read(frame())).rejects.toThrow('no answer');
  await vi.advanceTimersByTimeAsync(4000);
  await read;
  const second = frame();
  const third = frame();
  const fourth = frame();
  await expect(decoder.read(second)).rejects.toThrow('can’t read here');
  expect(await decoder.read(third)).toEqual([]);
  expect(second.close).toHaveBeenCalledOnce();
  expect(third.close).toHaveBeenCalledOnce();
  expect(await decoder.read(fourth)).toEqual([]);
  expect(workers[2]!.told).toEqual(['start', 'read']);
});

test('a picture that can neither be transferred nor converted is released', async () => {
  const { decoder } = await openDecoder({ takes: false });
  const picture = frame();
  // Nothing is drawn here.
  await expect(decoder.read(picture)).rejects.toThrow();
  expect(picture.close).toHaveBeenCalledOnce();
});
