import type { SeenCode } from './middle-code.ts';

/** Reads all QR codes in what the camera shows now. */
export type Decoder = (video: HTMLVideoElement) => Promise<SeenCode[]>;

interface NativeDetector {
  detect(video: HTMLVideoElement): Promise<{ rawValue: string; boundingBox: DOMRectReadOnly }[]>;
}
interface NativeDetectorClass {
  new (options: { formats: string[] }): NativeDetector;
  getSupportedFormats(): Promise<string[]>;
}

/** The browser's own detector where it reads QR codes, else ZXing as WebAssembly, served by this site. */
export async function createDecoder(): Promise<Decoder> {
  const native = await nativeDecoder();
  if (!native) return wasmDecoder();
  let fallback: Promise<Decoder> | undefined;
  return async (video) => {
    if (fallback) return (await fallback)(video);
    // Some browsers offer a detector whose service is missing.
    return native(video).catch(async () => (await (fallback ??= wasmDecoder()))(video));
  };
}

async function nativeDecoder(): Promise<Decoder | null> {
  const Native = (globalThis as { BarcodeDetector?: NativeDetectorClass }).BarcodeDetector;
  const formats = await Native?.getSupportedFormats().catch((): string[] => []);
  if (!Native || !formats?.includes('qr_code')) return null;
  const detector = new Native({ formats: ['qr_code'] });
  return async (video) =>
    (await detector.detect(video)).map(({ rawValue, boundingBox }) => ({ text: rawValue, box: boundingBox }));
}

async function wasmDecoder(): Promise<Decoder> {
  // Code and binary of one package: from different versions, they break each other's memory.
  const [{ prepareZXingModule, readBarcodes }, { default: wasmUrl }] = await Promise.all([
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ]);
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  const pixelsOf = pixelReader();
  return async (video) => {
    const found = await readBarcodes(pixelsOf(video), { formats: ['QRCode'], maxNumberOfSymbols: 8 });
    return found.map(({ text, position }) => ({ text, box: boxAround(Object.values(position)) }));
  };
}

/** One canvas for all frames, kept in memory that is read: a canvas on the graphics card is slow to read back. */
function pixelReader() {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return (video: HTMLVideoElement): ImageData => {
    const { videoWidth: width, videoHeight: height } = video;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  };
}

function boxAround(corners: { x: number; y: number }[]): SeenCode['box'] {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
