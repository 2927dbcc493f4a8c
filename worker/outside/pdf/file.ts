import { joined } from './subset.ts';

const encoder = new TextEncoder();

export interface PdfFile {
  /** Reserves a number for an object that is written later. */
  reserve(): number;
  write(object: number, content: string): number;
  /** Compressed; `entries` are written beside the length. */
  stream(entries: string, content: Uint8Array | string): Promise<number>;
  close(root: number, info: number): Uint8Array;
}

/** Writes the objects in order, and at the end the offset of each (ISO 32000-1, 7.5). */
export function openPdf(): PdfFile {
  const parts: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  let count = 0;
  const put = (content: Uint8Array | string) => {
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    parts.push(bytes);
    length += bytes.length;
  };
  // The second line marks the file as binary.
  put('%PDF-1.7\n');
  put(Uint8Array.from([0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a]));
  const begin = (object: number) => {
    offsets[object] = length;
    put(`${object} 0 obj\n`);
  };
  const reserve = () => ++count;
  return {
    reserve,
    write(object, content) {
      begin(object);
      put(`${content}\nendobj\n`);
      return object;
    },
    async stream(entries, content) {
      const packed = await deflate(typeof content === 'string' ? encoder.encode(content) : content);
      const object = reserve();
      begin(object);
      put(`<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`);
      put(packed);
      put('\nendstream\nendobj\n');
      return object;
    },
    close(root, info) {
      const start = length;
      const rows = Array.from({ length: count }, (_, at) => `${String(offsets[at + 1]).padStart(10, '0')} 00000 n \n`);
      put(`xref\n0 ${count + 1}\n0000000000 65535 f \n${rows.join('')}`);
      put(`trailer\n<< /Size ${count + 1} /Root ${root} 0 R /Info ${info} 0 R >>\nstartxref\n${start}\n%%EOF\n`);
      return joined(parts);
    },
  };
}

async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = new Response(bytes as Uint8Array<ArrayBuffer>).body!.pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Any text as a PDF string. */
export function textString(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at)));
  return `<FEFF${units.join('')}>`;
}

export const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');
