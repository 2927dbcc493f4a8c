/** `7,5` percent in basis points; null for text that is no percentage from 0 to 100. */
export function toBasisPoints(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  const points = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return points <= 10_000 ? points : null;
}

export const fromBasisPoints = (points: number): string => String(points / 100);
