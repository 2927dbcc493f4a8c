import { createHash } from 'node:crypto';
import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { javascriptReader } from './decode-javascript.ts';

/** The length and characters of a ticket's code. */
const codeOf = (number: number) => `EVT1.${createHash('sha512').update(String(number)).digest('base64url')}`;

const SCALE = 8;
const QUIET = 4;

/** As sharp as on paper. */
function picture(text: string, look: 'black on white' | 'white on black'): ImageData {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 2 * QUIET) * SCALE;
  const isDark = (row: number, column: number) =>
    Math.min(row, column) >= 0 && Math.max(row, column) < modules.size && modules.get(row, column) === 1;
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dark = isDark(Math.floor(y / SCALE) - QUIET, Math.floor(x / SCALE) - QUIET);
      if (dark === (look === 'black on white')) data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
    }
  }
  return { data, width: side, height: side } as ImageData;
}

// ZXing alone never reads some of these, however often it tries.
test.each(['black on white', 'white on black'] as const)(
  'every sharp code is read within two looks, %s',
  async (look) => {
    const read = javascriptReader();
    const missed: number[] = [];
    for (let number = 0; number < 40; number++) {
      const frame = picture(codeOf(number), look);
      const first = await read(frame);
      const second = await read(frame);
      const seen = first[0] ?? second[0];
      if (seen?.text !== codeOf(number)) missed.push(number);
    }
    expect(missed).toEqual([]);
  },
);

test('a code is found at its position', async () => {
  const frame = picture(codeOf(1), 'black on white');
  const [seen] = await javascriptReader()(frame);
  expect(seen!.box.x + seen!.box.width / 2).toBeCloseTo(frame.width / 2, -1);
  expect(seen!.box.y + seen!.box.height / 2).toBeCloseTo(frame.height / 2, -1);
  expect(seen!.box.width).toBeGreaterThan(frame.width / 2);
});
