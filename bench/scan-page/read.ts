import { BrowserQRCodeReader } from '@zxing/browser';
import { DecodeHintType } from '@zxing/library';
import { createDecoder } from '../../app/lib/door/decode.ts';
import type { FrameReading } from '../frame-reading.ts';

const decoder = createDecoder();
const reader = new BrowserQRCodeReader(new Map([[DecodeHintType.TRY_HARDER, true]]));
const canvas = document.createElement('canvas');

async function readFrame(path: string, width: number, height: number): Promise<FrameReading> {
  const grey = new Uint8Array(await (await fetch(path)).arrayBuffer());
  const pixels = new ImageData(width, height);
  grey.forEach((value, at) => pixels.data.set([value, value, value, 255], at * 4));
  const ready = await decoder;
  const frames = [await createImageBitmap(pixels), await createImageBitmap(pixels)] as const;
  const startedAt = performance.now();
  let ours = (await ready.read(frames[0])).map(({ text }) => text);
  const oursMs = performance.now() - startedAt;
  if (ours.length === 0) ours = (await ready.read(frames[1])).map(({ text }) => text);
  Object.assign(canvas, { width, height });
  canvas.getContext('2d', { willReadFrequently: true })!.putImageData(pixels, 0, 0);
  const theirsAt = performance.now();
  const theirs = readTheirs();
  return { ours, oursMs, theirs, theirsMs: performance.now() - theirsAt };
}

function readTheirs(): string[] {
  try {
    return [reader.decodeFromCanvas(canvas).getText()];
  } catch {
    return [];
  }
}

Object.assign(globalThis, { readFrame });
