import { closeSync, existsSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { PNG } from 'pngjs';

export interface CameraOptions {
  width?: number;
  height?: number;
  /** Few, unless it matters: each frame is copied, drawn and read in every page that shows it. */
  framesPerSecond?: number;
  /** How long each picture stays; the first follows the last. */
  secondsPerPicture?: number;
  /** The part of the shorter side that a picture fills. */
  fill?: number;
}

const defaults = { width: 640, height: 480, framesPerSecond: 2, secondsPerPicture: 1, fill: 0.7 };

/**
 * Writes the video of a fake camera: PNG pictures in turn, each in the middle of a grey room; an empty list shows the
 * room. An existing file is overwritten in place, so that a running camera shows the new pictures.
 */
export function writeCameraVideo(path: string, pictures: Buffer[], options: CameraOptions = {}): void {
  const settings = { ...defaults, ...options };
  const { width, height, framesPerSecond } = settings;
  const frames = (pictures.length ? pictures : [undefined]).map((picture) => frameOf(picture, settings));
  const repeat = Math.max(1, Math.round(framesPerSecond * settings.secondsPerPicture));
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`)];
  for (const frame of frames) for (let count = 0; count < repeat; count += 1) parts.push(Buffer.from('FRAME\n'), frame);
  const video = Buffer.concat(parts);
  if (!existsSync(path)) return writeFileSync(path, video);
  const file = openSync(path, 'r+');
  writeSync(file, video, 0, video.length, 0);
  closeSync(file);
}

type Settings = typeof defaults;

const GREY = 128;

/**
 * One frame: the brightness of every pixel, then colour at half the size. QR codes have no colour, so it stays neutral.
 */
function frameOf(picture: Buffer | undefined, { width, height, fill }: Settings): Buffer {
  const frame = Buffer.alloc(width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2), GREY);
  if (!picture) return frame;
  const png = PNG.sync.read(picture);
  const scale = (Math.min(width, height) * fill) / Math.max(png.width, png.height);
  const shownWidth = Math.floor(png.width * scale);
  const shownHeight = Math.floor(png.height * scale);
  const left = Math.floor((width - shownWidth) / 2);
  const top = Math.floor((height - shownHeight) / 2);
  for (let y = 0; y < shownHeight; y += 1) {
    for (let x = 0; x < shownWidth; x += 1) {
      frame[(top + y) * width + left + x] = brightness(png, Math.floor(x / scale), Math.floor(y / scale));
    }
  }
  return frame;
}

// Transparent becomes white, as on paper.
function brightness(png: PNG, x: number, y: number): number {
  const at = (y * png.width + x) * 4;
  const [red, green, blue, alpha] = png.data.subarray(at, at + 4) as unknown as [number, number, number, number];
  const value = 0.299 * red + 0.587 * green + 0.114 * blue;
  return Math.round(255 + (value - 255) * (alpha / 255));
}
