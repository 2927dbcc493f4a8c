/** Letters and digits that can't be confused, read aloud or printed small: no 0/O, 1/I/L, 2/Z, 5/S, 8/B. */
export const ALPHABET = 'ACDEFGHJKMNPQRTUVWXY34679';
export const NUMBER_LENGTH = 8;

const NUMBER = new RegExp(`^[${ALPHABET}]{${NUMBER_LENGTH}}$`);

/** `ACDE3467` as people see it: `ACDE-3467`. */
export const formatNumber = (number: string) => `${number.slice(0, 4)}-${number.slice(4)}`;

/** The eight characters of a typed number: any case, with or without hyphens and spaces. */
export function parseNumber(text: string): string | null {
  if (text.length > 32) return null;
  const bare = text.replace(/[\s\u002d\u2010-\u2015]/g, '').toUpperCase();
  return NUMBER.test(bare) ? bare : null;
}
