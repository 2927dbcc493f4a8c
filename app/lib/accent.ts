/** Derives the theme from an organizer's one colour: fills keep it, and text changes lightness until it is readable. */
export interface Accent {
  light: AccentRoles;
  dark: AccentRoles;
}
export interface AccentRoles {
  accent: string;
  onAccent: string;
  accentInk: string;
}
type Rgb = readonly [number, number, number];
type Lch = readonly [number, number, number];

/** sRGB of --sunken in both themes: the backgrounds on which accent text is hardest to read. */
const HARDEST_GROUND = { light: '#f3f1ed', dark: '#2a2623' } as const;
const LIGHT_TEXT = '#ffffff';
const DARK_TEXT = '#1b1714';
/** WCAG 2.2 AA for text. */
const READABLE = 4.5;

export function deriveAccent(hex: string): Accent {
  const [lightness, chroma, hue] = toLch(parseHex(hex) ?? parseHex('#b4512b')!);
  const fill = (from: number, to: number) => toHex([Math.min(to, Math.max(from, lightness)), chroma, hue]);
  return {
    light: roles({
      accent: fill(0.3, 0.86),
      from: [lightness, chroma, hue],
      ground: HARDEST_GROUND.light,
      step: -0.01,
    }),
    dark: roles({ accent: fill(0.52, 0.9), from: [lightness, chroma, hue], ground: HARDEST_GROUND.dark, step: 0.01 }),
  };
}

const MOST_KEPT = 500;
const styles = new Map<string, string>();

/** Value for the `style` of an element with the class `accented`. */
export function accentStyle(hex: string): string {
  const known = styles.get(hex) ?? styleOf(hex);
  if (styles.size >= MOST_KEPT) styles.clear();
  styles.set(hex, known);
  return known;
}

function styleOf(hex: string): string {
  const { light, dark } = deriveAccent(hex);
  return [
    `--accent-light:${light.accent}`,
    `--on-accent-light:${light.onAccent}`,
    `--accent-ink-light:${light.accentInk}`,
    `--accent-dark:${dark.accent}`,
    `--on-accent-dark:${dark.onAccent}`,
    `--accent-ink-dark:${dark.accentInk}`,
  ].join(';');
}

/** WCAG contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

interface Derivation {
  accent: string;
  /** The colour whose lightness is changed by `step` until its text is readable on `ground`. */
  from: Lch;
  ground: string;
  step: number;
}

function roles({ accent, from: [lightness, chroma, hue], ground, step }: Derivation): AccentRoles {
  const onAccent = contrast(accent, LIGHT_TEXT) >= READABLE ? LIGHT_TEXT : DARK_TEXT;
  let l = lightness;
  while (contrast(toHex([l, chroma, hue]), ground) < READABLE && l >= 0 && l <= 1) l += step;
  return { accent: readableUnder(accent, onAccent), onAccent, accentInk: toHex([l, chroma, hue]) };
}

/** Dark text that is not quite black leaves a narrow band of mid colours where neither is readable: lighten those. */
function readableUnder(accent: string, text: string): string {
  let [lightness, ...rest] = toLch(parseHex(accent)!);
  while (contrast(toHex([lightness, ...rest]), text) < READABLE && lightness < 1) lightness += 0.005;
  return toHex([lightness, ...rest]);
}

export function parseHex(hex: string): Rgb | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  return found ? [parseInt(found[1]!, 16) / 255, parseInt(found[2]!, 16) / 255, parseInt(found[3]!, 16) / 255] : null;
}

const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

function luminance(hex: string): number {
  const [r, g, b] = parseHex(hex)!.map(linear) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// OKLab: https://bottosson.github.io/posts/oklab/
export function toLch(rgb: Rgb): Lch {
  const [r, g, b] = rgb.map(linear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  return [lightness, Math.hypot(a, bb), Math.atan2(bb, a)];
}

/** Reduces chroma where sRGB has no such colour. */
export function toHex([lightness, chroma, hue]: Lch): string {
  for (let c = chroma; c >= 0; c -= 0.004) {
    const rgb = fromLab(lightness, c * Math.cos(hue), c * Math.sin(hue));
    if (rgb.every((channel) => channel >= -0.0005 && channel <= 1.0005)) return hexOf(rgb);
  }
  return hexOf(fromLab(lightness, 0, 0));
}

function fromLab(lightness: number, a: number, b: number): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const hexOf = (rgb: Rgb) =>
  `#${rgb
    .map((c) =>
      Math.round(Math.min(1, Math.max(0, c || 0)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
