import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { encodeToken } from '#domain/ticket/token.ts';
import { drawQr } from './qr.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });

const sign = (byte: number) => encodeToken(new Uint8Array(30).fill(byte), new Uint8Array(64).fill(byte ^ 0xff));
const widthOf = (png: Uint8Array) => new DataView(png.buffer, png.byteOffset).getUint32(16);

test('the picture of a ticket’s code is read back as the same code', async () => {
  for (const code of [sign(0), sign(0xa7), sign(0xff)]) {
    const found = await readBarcodes(new Uint8Array(drawQr(code)), { formats: ['QRCode'] });
    expect(found.map(({ text, ecLevel }) => ({ text, ecLevel }))).toEqual([{ text: code, ecLevel: 'M' }]);
  }
});

test('a ticket’s code has at most 45 × 45 modules and at least 600 pixels, with four modules of white around', () => {
  const png = drawQr(sign(0x5c));
  const side = widthOf(png);
  expect(side).toBeGreaterThanOrEqual(600);
  // The picture has a whole number of pixels per module: (modules + 8) × scale.
  const modules = [21, 25, 29, 33, 37, 41, 45].filter((count) => side === (count + 8) * Math.ceil(600 / (count + 8)));
  expect(modules).toHaveLength(1);
});

test('a picture is small enough to be in an email many times', () => {
  expect(drawQr(sign(0x33)).length).toBeLessThan(4000);
});
