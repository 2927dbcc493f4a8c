import type { SeenCode } from './middle-code.ts';

/** A camera frame on its way to a reader. Call `letGo` after reading: a camera lends few frames. */
export type Frame = VideoFrame | ImageBitmap | ImageData;

/** Only a browser that can draw without a page can split pictures off the main thread. */
const drawsAnywhere = typeof OffscreenCanvas === 'function';

/** Cheap where the picture stays in place; otherwise its pixels are copied here. */
export async function takeFrame(video: HTMLVideoElement): Promise<Frame> {
  if (!drawsAnywhere) return pixelsOf(video, { width: video.videoWidth, height: video.videoHeight });
  if (typeof VideoFrame === 'function') {
    try {
      return new VideoFrame(video);
    } catch {
      // Some browsers have the class and can't create one from a video element.
    }
  }
  return createImageBitmap(video);
}

export function sizeOf(frame: Frame): { width: number; height: number } {
  if ('displayWidth' in frame) return { width: frame.displayWidth, height: frame.displayHeight };
  return { width: frame.width, height: frame.height };
}

/** The objects that `postMessage` transfers, so that nothing is copied. */
export const partsOf = (frame: Frame): Transferable[] => ['data' in frame ? frame.data.buffer : frame];

export function release(frame: Frame): void {
  if ('close' in frame) frame.close();
}

export function pixelsOfFrame(frame: Frame): ImageData {
  return 'data' in frame ? frame : pixelsOf(frame, sizeOf(frame));
}

/**
 * The middle half at twice the size, and the position in the frame of a box found in it; null where only pixels
 * arrived.
 */
export function enlargedMiddle(frame: Frame) {
  if ('data' in frame) return null;
  const { width, height } = sizeOf(frame);
  const left = width / 4;
  const top = height / 4;
  return {
    pixels: pixelsOf(frame, { width, height }, { left, top }),
    inFrame: (box: Box): Box => ({
      x: left + box.x / 2,
      y: top + box.y / 2,
      width: box.width / 2,
      height: box.height / 2,
    }),
  };
}

type Box = SeenCode['box'];

let canvas: OffscreenCanvas | HTMLCanvasElement | undefined;

/** One canvas for all frames, kept in main memory: a canvas on the graphics card is slow to read back. */
function pixelsOf(
  source: CanvasImageSource,
  { width, height }: { width: number; height: number },
  middleFrom?: { left: number; top: number },
): ImageData {
  canvas ??= drawsAnywhere ? new OffscreenCanvas(width, height) : document.createElement('canvas');
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  const { left, top } = middleFrom ?? { left: 0, top: 0 };
  context.drawImage(source, left, top, width - 2 * left, height - 2 * top, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
