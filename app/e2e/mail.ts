import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import QRCode from 'qrcode';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Message } from '../../dev/mail-message.ts';

const wasm = join(import.meta.dirname, '../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer } });

/** The address of the email's one button. */
export function linkIn(message: Message, part: RegExp): string {
  const links = [...message.html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link!.replaceAll('&amp;', '&'));
  const found = links.find((link) => part.test(link));
  if (!found) throw new Error(`No link like ${part} in "${message.subject}": ${links.join(' ')}`);
  return found;
}

/** The pictures shown in the email's text: attached, and referenced by `cid:`. */
export const picturesIn = (message: Message): Buffer[] =>
  [...message.html.matchAll(/src="cid:([^"]+)"/g)].map(([, id]) => {
    const part = message.attachments.find((attachment) => attachment.contentId === id);
    if (!part) throw new Error(`The mail shows cid:${id}, and does not carry it.`);
    return part.content;
  });

export async function readQr(picture: Buffer): Promise<string> {
  const [found] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] });
  if (!found) throw new Error('No QR code can be read in the picture.');
  return found.text;
}

/** The same code with one character of its signature changed, as a picture. */
export function forge(code: string): Promise<Buffer> {
  const at = code.length - 20;
  const forged = code.slice(0, at) + (code[at] === 'A' ? 'B' : 'A') + code.slice(at + 1);
  return QRCode.toBuffer(forged, { errorCorrectionLevel: 'M', scale: 8 });
}
