import type { Frame } from './decode-frame.ts';
import { nativeReader } from './decode-native.ts';
import type { SeenCode } from './middle-code.ts';

/** All QR codes in a picture. */
export type Reader = (frame: Frame) => Promise<SeenCode[]>;

/** A browser's own detector is fast but misses inverted and damaged codes, so every third picture is read twice. */
const LOOK_TWICE_EVERY = 3;

/**
 * Uses the browser's own detector where it reads QR codes, and `zxing` for the codes it misses or where there is none.
 */
export async function createReader(zxing: () => Promise<Reader>): Promise<Reader> {
  const native = await nativeReader();
  if (!native) return zxing();
  let second: Promise<Reader> | undefined;
  let isBroken = false;
  let blank = 0;
  return async (frame) => {
    // Some browsers offer a detector whose service is missing.
    const found = isBroken ? [] : await native(frame).catch(() => ((isBroken = true), []));
    if (found.length > 0) return found;
    if (!isBroken && ++blank % LOOK_TWICE_EVERY !== 0) return [];
    return (await (second ??= zxing()))(frame);
  };
}
