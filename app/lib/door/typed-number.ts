import { parseNumber } from '#domain/ticket/number.ts';

/** The longest number with spaces and hyphens. Longer text is a code typed by a USB scanner: the door decides on it. */
const LONGEST = 32;

/** No ticket can have this number: it was mistyped, which is not a forgery. */
export const isMistyped = (typed: string): boolean => typed.length <= LONGEST && parseNumber(typed) === null;
