/** The types that can be booked on their own: a price “from” is theirs. Where each needs another one, all of them. */
export function bookableAlone<T extends { requiresTypeId: string | null }>(types: readonly T[]): readonly T[] {
  const alone = types.filter((type) => type.requiresTypeId === null);
  return alone.length > 0 ? alone : types;
}
