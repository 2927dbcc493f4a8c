import type { TrueType } from './true-type.ts';

/** The tables that a PDF reader needs; hinting keeps text sharp on screens. */
const KEPT = ['cvt ', 'fpgm', 'head', 'hhea', 'hmtx', 'maxp', 'prep'];
const MORE_COMPONENTS = 0x0020;

/** Returns the font with the outlines of these glyphs only. Their numbers stay, because text refers to them. */
export function subsetOf(font: TrueType, glyphs: Iterable<number>): Uint8Array {
  const used = withComponents(font, glyphs);
  const loca = new DataView(new ArrayBuffer((font.glyphCount + 1) * 4));
  const outlines: Uint8Array[] = [];
  let length = 0;
  for (let glyph = 0; glyph < font.glyphCount; glyph++) {
    loca.setUint32(glyph * 4, length);
    if (!used.has(glyph)) continue;
    const outline = padded(font.outlineOf(glyph));
    outlines.push(outline);
    length += outline.length;
  }
  loca.setUint32(font.glyphCount * 4, length);
  const tables = new Map(KEPT.flatMap((tag) => tableIn(font, tag)));
  const head = Uint8Array.from(tables.get('head')!);
  // Its offsets take four bytes each now.
  new DataView(head.buffer).setInt16(50, 1);
  tables.set('head', head).set('loca', new Uint8Array(loca.buffer)).set('glyf', joined(outlines));
  return fontFile(tables);
}

function tableIn(font: TrueType, tag: string): [string, Uint8Array][] {
  try {
    return [[tag, font.table(tag)]];
  } catch {
    return [];
  }
}

/** A letter with an accent may be drawn as a reference to both. The first glyph stands for missing characters. */
function withComponents(font: TrueType, glyphs: Iterable<number>): Set<number> {
  const used = new Set<number>();
  const waiting = [0, ...glyphs];
  for (let glyph = waiting.pop(); glyph !== undefined; glyph = waiting.pop()) {
    if (used.has(glyph)) continue;
    used.add(glyph);
    waiting.push(...componentsOf(font.outlineOf(glyph)));
  }
  return used;
}

function componentsOf(outline: Uint8Array): number[] {
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength);
  if (outline.length < 10 || view.getInt16(0) >= 0) return [];
  const found: number[] = [];
  for (let at = 10, flags = MORE_COMPONENTS; flags & MORE_COMPONENTS;) {
    flags = view.getUint16(at);
    found.push(view.getUint16(at + 2));
    const scale = flags & 0x0008 ? 2 : flags & 0x0040 ? 4 : flags & 0x0080 ? 8 : 0;
    at += 4 + (flags & 0x0001 ? 4 : 2) + scale;
  }
  return found;
}

function fontFile(tables: Map<string, Uint8Array>): Uint8Array {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const directory = new DataView(new ArrayBuffer(12 + sorted.length * 16));
  const power = Math.floor(Math.log2(sorted.length));
  directory.setUint32(0, 0x0001_0000);
  [sorted.length, 2 ** power * 16, power, (sorted.length - 2 ** power) * 16].forEach((value, at) =>
    directory.setUint16(4 + at * 2, value),
  );
  let offset = directory.byteLength;
  sorted.forEach(([tag, bytes], at) => {
    const record = 12 + at * 16;
    for (let index = 0; index < 4; index++) directory.setUint8(record + index, tag.charCodeAt(index));
    directory.setUint32(record + 4, checksum(bytes));
    directory.setUint32(record + 8, offset);
    directory.setUint32(record + 12, bytes.length);
    offset += padded(bytes).length;
  });
  return joined([new Uint8Array(directory.buffer), ...sorted.map(([, bytes]) => padded(bytes))]);
}

function checksum(bytes: Uint8Array): number {
  const whole = padded(bytes);
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
