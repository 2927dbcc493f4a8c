/** A font file with TrueType outlines, as far as setting and embedding text needs it (ISO/IEC 14496-22). */
export interface TrueType {
  unitsPerEm: number;
  ascent: number;
  descent: number;
  box: [number, number, number, number];
  /** 0 where the font has no such character. */
  glyphOf(codePoint: number): number;
  /** In font units. */
  advanceOf(glyph: number): number;
  table(tag: string): Uint8Array;
  /** The glyph's outline in `glyf`; empty for blanks. */
  outlineOf(glyph: number): Uint8Array;
  glyphCount: number;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function readTrueType(file: Uint8Array): TrueType {
  const tables = readTables(file);
  const table = (tag: string) => {
    const found = tables.get(tag);
    if (!found) throw new Error(`The font has no table ${tag}`);
    return found;
  };
  const head = viewOf(table('head'));
  const hhea = viewOf(table('hhea'));
  const hmtx = viewOf(table('hmtx'));
  const loca = viewOf(table('loca'));
  const glyf = table('glyf');
  let characters: TrueType['glyphOf'] | undefined;
  const metrics = hhea.getUint16(34);
  const offsetOf = (glyph: number) =>
    head.getInt16(50) === 0 ? loca.getUint16(glyph * 2) * 2 : loca.getUint32(glyph * 4);
  return {
    unitsPerEm: head.getUint16(18),
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    box: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    glyphOf: (codePoint) => (characters ??= readCharacters(table('cmap')))(codePoint),
    advanceOf: (glyph) => hmtx.getUint16(Math.min(glyph, metrics - 1) * 4),
    table,
    outlineOf: (glyph) => glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1)),
    glyphCount: viewOf(table('maxp')).getUint16(4),
  };
}

function readTables(file: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(file);
  const count = view.getUint16(4);
  return new Map(
    Array.from({ length: count }, (_, at) => {
      const record = 12 + at * 16;
      const tag = String.fromCharCode(...file.subarray(record, record + 4));
      const start = view.getUint32(record + 8);
      return [tag, file.subarray(start, start + view.getUint32(record + 12))] as const;
    }),
  );
}

/** Format 12 knows every character, format 4 those below U+10000. */
function readCharacters(cmap: Uint8Array): (codePoint: number) => number {
  const view = viewOf(cmap);
  const offsets = Array.from({ length: view.getUint16(2) }, (_, at) => view.getUint32(4 + at * 8 + 4));
  const withFormat = (format: number) => offsets.find((offset) => view.getUint16(offset) === format);
  const full = withFormat(12);
  const basic = withFormat(4);
  if (full !== undefined) return (codePoint) => lookUpGroups(view, full, codePoint);
  if (basic !== undefined) return (codePoint) => lookUpSegments(view, basic, codePoint);
  throw new Error('The font maps no characters');
}

function lookUpGroups(view: DataView, start: number, codePoint: number): number {
  let low = 0;
  let high = view.getUint32(start + 12) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const group = start + 16 + middle * 12;
    const first = view.getUint32(group);
    if (codePoint < first) high = middle - 1;
    else if (codePoint > view.getUint32(group + 4)) low = middle + 1;
    else return view.getUint32(group + 8) + codePoint - first;
  }
  return 0;
}

function lookUpSegments(view: DataView, start: number, codePoint: number): number {
  const size = view.getUint16(start + 6);
  for (let at = 0; at < size; at += 2) {
    if (codePoint > view.getUint16(start + 14 + at)) continue;
    const first = view.getUint16(start + 16 + size + at);
    if (codePoint < first) return 0;
    const delta = view.getUint16(start + 16 + 2 * size + at);
    const range = start + 16 + 3 * size + at;
    const offset = view.getUint16(range);
    if (offset === 0) return (codePoint + delta) & 0xffff;
    const glyph = view.getUint16(range + offset + (codePoint - first) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
