import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { enlargedMiddle, pixelsOfFrame } from './decode-frame.ts';
import type { Reader } from './decode-reader.ts';
import { boxAround, type SeenCode } from './middle-code.ts';

/** Small, blurred and noisy codes are read in an enlarged picture. That takes twice as long, so not every time. */
const LOOK_CLOSER_EVERY = 2;

/**
 * ZXing as WebAssembly, with the binary of the same package: mixed versions corrupt each other's memory. Also finds
 * light codes on dark. Rejects where the browser runs no WebAssembly.
 */
export async function wasmReader(wasmUrl: string): Promise<Reader> {
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  let blank = 0;
  return async (frame) => {
    const found = await readPixels(pixelsOfFrame(frame));
    if (found.length > 0 || ++blank % LOOK_CLOSER_EVERY !== 0) return found;
    const closer = enlargedMiddle(frame);
    if (!closer) return [];
    return (await readPixels(closer.pixels)).map(({ text, box }) => ({ text, box: closer.inFrame(box) }));
  };
}

async function readPixels(pixels: ImageData): Promise<SeenCode[]> {
  const found = await readBarcodes(pixels, { formats: ['QRCode'], maxNumberOfSymbols: 8 });
  return found.map(({ text, position }) => ({ text, box: boxAround(Object.values(position)) }));
}
