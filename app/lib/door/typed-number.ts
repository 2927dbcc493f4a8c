import { parseNumber } from '#domain/ticket/number.ts';

/** As long as a number gets with spaces and hyphens; longer are codes, which a USB scanner types: the door judges those. */
const LONGEST = 32;

/** No ticket can have this number: somebody mistyped, which is no forgery. */
export const isMistyped = (typed: string): boolean => typed.length <= LONGEST && parseNumber(typed) === null;
