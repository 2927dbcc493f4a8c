const FALLBACK = '#3b5bdb';
const DARK = '#000000';
const LIGHT = '#ffffff';

/** The event's colour, and black or white on it, whichever is more readable (WCAG 2 contrast). */
export function accentColours(accent: string | undefined): { accent: string; onAccent: string } {
  const colour = accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent : FALLBACK;
  return { accent: colour, onAccent: contrast(colour, LIGHT) >= contrast(colour, DARK) ? LIGHT : DARK };
}

export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
