import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { javascriptReader } from './decode-javascript.ts';

/** As long as a ticket's, and as mixed. */
const codeOf = (number: number) => `EVT1.${createHash('sha512').update(String(number)).digest('base64url')}`;

async function picture(text: string, color: { dark: string; light: string }): Promise<ImageData> {
  const { data, width, height } = PNG.sync.read(await QRCode.toBuffer(text, { scale: 8, color }));
  return { data: new Uint8ClampedArray(data), width, height } as ImageData;
}

// ZXing alone never reads some of these, however often it looks.
test.each([
  ['black on white', { dark: '#000000', light: '#ffffff' }],
  ['white on black', { dark: '#ffffff', light: '#000000' }],
])('every sharp code is read within two looks, %s', async (_, color) => {
  const read = javascriptReader();
  const missed: number[] = [];
  for (let number = 0; number < 40; number++) {
    const frame = await picture(codeOf(number), color);
    const [first, second] = [await read(frame), await read(frame)];
    const seen = first[0] ?? second[0];
    if (seen?.text !== codeOf(number)) missed.push(number);
  }
  expect(missed).toEqual([]);
});

test('a code is found where it is', async () => {
  const frame = await picture(codeOf(1), { dark: '#000000', light: '#ffffff' });
  const [seen] = await javascriptReader()(frame);
  expect(seen!.box.x + seen!.box.width / 2).toBeCloseTo(frame.width / 2, -1);
  expect(seen!.box.y + seen!.box.height / 2).toBeCloseTo(frame.height / 2, -1);
  expect(seen!.box.width).toBeGreaterThan(frame.width / 2);
});
