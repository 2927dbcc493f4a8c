/** Letters and digits that are not confused when read out or printed small: no 0/O, 1/I/L, 2/Z, 5/S, 8/B. */
export const ALPHABET = 'ACDEFGHJKMNPQRTUVWXY34679';
export const NUMBER_LENGTH = 8;

const NUMBER = new RegExp(`^[${ALPHABET}]{${NUMBER_LENGTH}}$`);

/** Formats `ACDE3467` as `ACDE-3467`. */
export const formatNumber = (number: string) => `${number.slice(0, 4)}-${number.slice(4)}`;

/** Reads a typed number in any case, with or without hyphens and spaces; null where it is none. */
export function parseNumber(text: string): string | null {
  if (text.length > 32) return null;
  const bare = text.replace(/[\s\u002d\u2010-\u2015]/g, '').toUpperCase();
  return NUMBER.test(bare) ? bare : null;
}
