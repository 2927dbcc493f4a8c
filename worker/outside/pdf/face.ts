import { hex, type PdfFile } from './file.ts';
import { subsetOf } from './subset.ts';
import type { TrueType } from './true-type.ts';

/** A font as one document uses it: it remembers the glyphs it has written. */
export interface Face {
  name: string;
  widthOf(text: string, size: number): number;
  /** The operand that shows the text. */
  encode(text: string): string;
  embed(file: PdfFile): Promise<number>;
}

export function openFace(name: string, font: TrueType): Face {
  const used = new Map<number, string>();
  const glyphs = (text: string) =>
    Array.from(text.normalize('NFC'), (one) => [font.glyphOf(one.codePointAt(0)!), one] as const);
  return {
    name,
    widthOf: (text, size) =>
      (glyphs(text).reduce((sum, [glyph]) => sum + font.advanceOf(glyph), 0) * size) / font.unitsPerEm,
    encode(text) {
      const shown = glyphs(text);
      for (const [glyph, character] of shown) used.set(glyph, character);
      return `<${shown.map(([glyph]) => hex(glyph)).join('')}>`;
    },
    embed: (file) => embed(file, { name, font, used }),
  };
}

interface UsedFont {
  name: string;
  font: TrueType;
  /** Characters by glyph. */
  used: Map<number, string>;
}

/** A composite font: glyphs by their own numbers, and a map back to characters for search and for screen readers. */
async function embed(file: PdfFile, { name, font, used }: UsedFont): Promise<number> {
  const bytes = subsetOf(font, used.keys());
  const fontFile = await file.stream(`/Length1 ${bytes.length}`, bytes);
  const toUnicode = await file.stream('', unicodeTable(used));
  const scaled = (value: number) => Math.round((value * 1000) / font.unitsPerEm);
  const base = `EVERAT+${name}`;
  const descriptor = file.write(
    file.reserve(),
    `<< /Type /FontDescriptor /FontName /${base} /Flags 4 /FontBBox [${font.box.map(scaled).join(' ')}] /ItalicAngle 0
/Ascent ${scaled(font.ascent)} /Descent ${scaled(font.descent)} /CapHeight ${scaled(font.ascent)} /StemV 80 /FontFile2 ${fontFile} 0 R >>`,
  );
  const widths = [...used.keys()].sort((a, b) => a - b).map((glyph) => `${glyph} [${scaled(font.advanceOf(glyph))}]`);
  const descendant = file.write(
    file.reserve(),
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${base} /CIDToGIDMap /Identity
/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /W [${widths.join(' ')}] >>`,
  );
  return file.write(
    file.reserve(),
    `<< /Type /Font /Subtype /Type0 /BaseFont /${base} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${toUnicode} 0 R >>`,
  );
}

/** At most 100 lines in each part of such a map. */
function unicodeTable(used: Map<number, string>): string {
  const lines = [...used].map(
    ([glyph, text]) =>
      `<${hex(glyph)}> <${Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at))).join('')}>`,
  );
  const parts: string[] = [];
  for (let at = 0; at < lines.length; at += 100) {
    const some = lines.slice(at, at + 100);
    parts.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
${parts.join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`;
}
