import { z } from 'zod';
import { hasSiteAddress } from '#domain/account/site-in-name.ts';
import { MOST_MINOR } from '#domain/money.ts';

/** Shapes of single fields that several messages share. */
// One spelling, since rooms are named by it, and an event has one room of each kind.
export const Id = z.uuid().toLowerCase().meta({ description: 'UUID (v7)' });
export const Time = z.iso
  .datetime({ offset: true })
  .refine(isKeepable, { error: 'Out of range' })
  .meta({ description: 'ISO 8601; answers are in UTC' });
export const Email = z.string().trim().max(254).pipe(z.email());
/** A line of text that people see: a title, the name of a type or a gate. */
export const shownLine = (longest: number) =>
  z.string().trim().min(1).max(longest).refine(isReadable, { error: 'Must be visible text in reading order' });
/** A line that may be empty, or contain nothing visible: a venue, a city, a summary. */
export const optionalLine = (longest: number) =>
  z.string().trim().max(longest).refine(isInOrder, { error: 'Must be one line in reading order' });
/** Several lines, as on an envelope or in an answer. */
export const optionalText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => text.split(/\r?\n/).every(isInOrder), { error: 'Must be lines in reading order' });
export const PersonName = shownLine(120)
  // Control characters would break email headers, door lists and exports; half a surrogate pair is no text.
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
  .refine((name) => !hasSiteAddress(name), { error: 'Must not contain the address of a site' });
export const MinorUnits = z.int().min(0).max(MOST_MINOR);
/** As typed: case doesn't matter. */
export const CouponCode = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_.-]{2,40}$/u);
export const Quantity = z.int().min(1).max(1000);
export const HexColour = z.string().regex(/^#[0-9a-f]{6}$/i);
export const TimeZone = z.string().max(64).refine(isTimeZone, { error: 'Not an IANA time zone' });
export const Cursor = z.string().max(200);
/** At least 122 random bits: a UUID v4 or v7, or 22 characters of base64url. */
export const IdempotencyKey = z.string().regex(/^[\w-]{22,128}$/);

/**
 * Contains something visible, and no marks that reverse the order of neighbouring text (in a list of names, or an
 * email's subject).
 */
function isReadable(text: string): boolean {
  const isSeen = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{C}\p{M}\u2800]/u.test(text);
  return isSeen && isInOrder(text);
}

function isInOrder(text: string): boolean {
  return !/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(text);
}

/** In UTC as well: from the Unix epoch to the latest time that every part up to the database can store. */
function isKeepable(time: string): boolean {
  const year = new Date(time).getUTCFullYear();
  return year >= 1970 && year <= 9999;
}

/** By name: an offset such as `+02:00`, which runtimes take as well, knows no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Which part of a list: `cursor` is the `nextCursor` of the part before. */
export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(100),
  cursor: Cursor.optional(),
});

/** A list response of the API. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
