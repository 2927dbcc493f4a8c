import {
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  InvertedLuminanceSource,
  type LuminanceSource,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library';
import decodeQR, { type Point } from 'qr/decode.js';
import { pixelsOfFrame } from './decode-frame.ts';
import type { Reader } from './decode-reader.ts';
import { boxAround, type SeenCode } from './middle-code.ts';

/**
 * Reads one code of a picture in browsers without WebAssembly, such as iPhones in lockdown mode. Two readers take
 * turns: `qr` reads through noise, ZXing reads at an angle, and each reads codes that the other never does.
 */
export function javascriptReader(): Reader {
  const readers = [readWithQr, zxingReader()];
  let turn = 0;
  return async (frame) => readers[turn++ % readers.length]!(pixelsOfFrame(frame));
}

type PixelReader = (pixels: ImageData) => SeenCode[];

const readWithQr: PixelReader = (pixels) => {
  let corners: Point[] = [];
  try {
    const text = decodeQR(pixels, { pointsOnDetect: ({ tl, tr, br, bl }) => (corners = [tl, tr, br, bl]) });
    return [{ text, box: boxAround(corners) }];
  } catch {
    // The reader throws when it finds no code.
    return [];
  }
};

function zxingReader(): PixelReader {
  const reader = new QRCodeReader();
  const hints = new Map([[DecodeHintType.TRY_HARDER, true]]);
  const readOne = (source: LuminanceSource): SeenCode[] => {
    try {
      const found = reader.decode(new BinaryBitmap(new HybridBinarizer(source)), hints);
      const corners = found.getResultPoints().map((point) => ({ x: point.getX(), y: point.getY() }));
      return [{ text: found.getText(), box: boxAround(corners) }];
    } catch {
      return [];
    }
  };
  return ({ data, width, height }) => {
    const source = new RGBLuminanceSource(brightnessOf(data), width, height);
    const found = readOne(source);
    return found.length > 0 ? found : readOne(new InvertedLuminanceSource(source));
  };
}

function brightnessOf(data: Uint8ClampedArray): Uint8ClampedArray {
  const grey = new Uint8ClampedArray(data.length / 4);
  for (let at = 0, from = 0; at < grey.length; at++, from += 4)
    grey[at] = (data[from]! * 77 + data[from + 1]! * 150 + data[from + 2]! * 29) >> 8;
  return grey;
}
