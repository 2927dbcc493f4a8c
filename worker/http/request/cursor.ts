import { z } from 'zod';
import type { ListingCursor, PartOfList } from '../../deps.ts';
import { type ListQuery, Time } from '#contract/field.ts';
import { isWritable } from '#domain/writable-text.ts';

const Shape = z.tuple([z.string().max(200).refine(isWritable), z.uuid()]);

export const writeCursor = ({ value, id }: ListingCursor) =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

/** Null for no cursor, undefined for one that this API didn't make. */
export function readCursor(text: string | undefined): ListingCursor | null | undefined {
  if (text === undefined) return null;
  try {
    const [value, id] = Shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { value, id };
  } catch {
    return undefined;
  }
}

/** The same for lists in order of time. */
export function readTimeCursor(text: string | undefined): ListingCursor | null | undefined {
  const read = readCursor(text);
  return read && !Time.safeParse(read.value).success ? undefined : read;
}

export const badCursor = {
  code: 'invalid_request',
  details: { fields: [{ path: 'cursor', message: 'Unknown cursor' }] },
} as const;

type Asked = z.infer<typeof ListQuery>;

/** For lists whose store finds a row's place by its id; one more than asked for tells whether there is more. */
export function partOf({ limit, cursor: text }: Asked): PartOfList | undefined {
  const cursor = readCursor(text);
  return cursor === undefined ? undefined : { limit: limit + 1, after: cursor?.id ?? null };
}

export function cutPart<T>(found: readonly T[], { limit }: Asked, idOf: (one: T) => string) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = last && found.length > limit ? writeCursor({ value: '', id: idOf(last) }) : null;
  return { items, nextCursor };
}
