import type { Arrivals } from '#contract/door/checkin.ts';

const FIVE_MINUTES = 300_000;
const AT_LEAST = 12;
const AT_MOST = 72;

/** Counts per five minutes from the first arrival until now, empty ones included; at least one hour, at most six. */
export function arrivalsUntil(given: readonly Arrivals[], now: number): Arrivals[] {
  const end = Math.floor(now / FIVE_MINUTES) * FIVE_MINUTES;
  const known = new Map(given.map(({ at, entered }) => [Date.parse(at), entered]));
  const first = Math.min(end, ...known.keys());
  const count = Math.max(AT_LEAST, Math.min(AT_MOST, (end - first) / FIVE_MINUTES + 1));
  return Array.from({ length: count }, (_, index) => {
    const at = end - (count - 1 - index) * FIVE_MINUTES;
    return { at: new Date(at).toISOString(), entered: known.get(at) ?? 0 };
  });
}
