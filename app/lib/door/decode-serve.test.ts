import { expect, test, vi } from 'vitest';
import type { Frame } from './decode-frame.ts';
import { serveFrames } from './decode-serve.ts';

/** The inside of a Web Worker. */
function openScope() {
  const scope = Object.assign(new EventTarget(), { postMessage: vi.fn(), close: vi.fn() });
  vi.stubGlobal('self', scope);
  return { ...scope, hear: (data: unknown) => scope.dispatchEvent(new MessageEvent('message', { data })) };
}

test('a reader that has to end releases the picture that it is reading', async () => {
  const scope = openScope();
  serveFrames(async () => () => new Promise(() => {}));
  const frame = { close: vi.fn() } as unknown as Frame;
  scope.hear({ type: 'start', wasmUrl: '' });
  scope.hear({ type: 'read', id: 1, frame });
  scope.hear({ type: 'end' });
  expect((frame as VideoFrame).close).toHaveBeenCalledOnce();
  expect(scope.close).toHaveBeenCalledOnce();
});
