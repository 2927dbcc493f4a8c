import type { Frame } from './decode-frame.ts';
import type { Reader } from './decode-reader.ts';

interface Detector {
  detect(frame: Frame): Promise<{ rawValue: string; boundingBox: DOMRectReadOnly }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** The browser's own detector, or null where it can't read QR codes. */
export async function nativeReader(): Promise<Reader | null> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = await Native?.getSupportedFormats().catch((): string[] => []);
  if (!Native || !formats?.includes('qr_code')) return null;
  const detector = new Native({ formats: ['qr_code'] });
  return async (frame) =>
    (await detector.detect(frame)).map(({ rawValue, boundingBox }) => ({ text: rawValue, box: boundingBox }));
}
