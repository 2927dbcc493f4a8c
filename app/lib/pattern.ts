import { parseHex, toHex, toLch } from './accent.ts';

export interface Pattern {
  columns: number;
  rows: number;
  ground: string;
  /** Each lies within the unit square whose top left corner is its column and row. */
  shapes: { path: string; fill: string }[];
}

/** A shape in a unit square: its start point and its outline. */
interface Tile {
  x: number;
  y: number;
  outline: string;
}
/** Corners of a tile, clockwise from the top left, where a quarter disc may sit. */
const QUARTERS: Tile[] = [
  { x: 0, y: 0, outline: 'h1a1 1 0 0 1-1 1z' },
  { x: 1, y: 0, outline: 'v1a1 1 0 0 1-1-1z' },
  { x: 1, y: 1, outline: 'h-1a1 1 0 0 1 1-1z' },
  { x: 0, y: 1, outline: 'v-1a1 1 0 0 1 1 1z' },
];
const OTHERS: Tile[] = [
  { x: 0.5, y: 0.14, outline: 'a.36.36 0 1 1 0 .72a.36.36 0 1 1 0-.72z' },
  { x: 0, y: 0, outline: 'h1v.5h-1z' },
  { x: 0, y: 0.5, outline: 'a.5.5 0 0 1 1 0z' },
  { x: 0, y: 0.5, outline: 'a.5.5 0 0 0 1 0z' },
];

const MOST_KEPT = 500;
const kept = new Map<string, { ground: string; markup: string }>();

interface Motif {
  title: string;
  accent: string;
  columns: number;
  rows: number;
}

/** The pattern as the inside of an `<svg>`, one path per tone: only the order of its tiles depends on the title. */
export function patternMarkup(motif: Motif) {
  const { title, accent, columns, rows } = motif;
  const key = `${columns} ${rows} ${accent} ${title}`;
  const known = kept.get(key);
  if (known) return known;
  const { ground, shapes } = drawPattern(motif);
  const byFill = new Map<string, string>();
  for (const { path, fill } of shapes) byFill.set(fill, (byFill.get(fill) ?? '') + path);
  const markup = [...byFill].map(([fill, path]) => `<path fill="${fill}" d="${path}"/>`).join('');
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, { ground, markup });
  return { ground, markup };
}

/** Drawn where an event has no picture: the same title and accent always give the same tiles. */
export function drawPattern({ title, accent, columns, rows }: Motif): Pattern {
  const random = sequence(title);
  const tones = tonesOf(accent);
  const shapes: Pattern['shapes'] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (random() < 0.2) continue;
      const kinds = random() < 0.7 ? QUARTERS : OTHERS;
      const { x, y, outline } = kinds[Math.floor(random() * kinds.length)]!;
      const fill = tones[1 + Math.floor(random() ** 1.7 * (tones.length - 1))]!;
      shapes.push({ path: `M${column + x} ${row + y}${outline}`, fill });
    }
  return { columns, rows, ground: tones[0]!, shapes };
}

function tonesOf(accent: string): string[] {
  const [lightness, chroma, hue] = toLch(parseHex(accent) ?? parseHex('#b4512b')!);
  const c = Math.min(chroma, 0.16);
  // Yellows and limes only look like themselves when light.
  const lift = Math.max(0, lightness - 0.62) * 0.75;
  return [
    toHex([0.36 + lift, c * 0.75, hue]),
    toHex([0.41 + lift, c * 0.8, hue]),
    toHex([0.47 + lift, c * 0.9, hue + 0.12]),
    toHex([0.56 + lift, c, hue]),
    toHex([0.66 + lift, c * 0.95, hue + 0.3]),
    toHex([0.86 + lift / 3, c * 0.45, hue + 0.2]),
  ];
}

/** mulberry32 over an FNV hash of the text. */
function sequence(text: string): () => number {
  let state = 2166136261;
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0)!, 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
