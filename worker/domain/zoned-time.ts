/*
 * Organizers enter local times of the event; the API takes instants. Converts both ways for any IANA zone. `wall` is
 * the value of `<input type="datetime-local">`: `2026-03-29T20:30`.
 */

const HOUR_MS = 3_600_000;

/** The local time of the event at this instant; empty where there is none, as a time field holds it. */
export function wallTime(iso: string | null, timeZone: string): string {
  return iso === null ? '' : wallOf(Date.parse(iso), timeZone);
}

/**
 * The instant of this local time; null for text that is no time. A local time that happens twice means the first; one
 * that is skipped moves by the length of the gap (02:30 becomes 03:30).
 */
export function instantOf(wall: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${wall.slice(0, 16)}Z`);
  if (Number.isNaN(asUtc)) return null;
  // Offsets change by hours at most twice in two days, so that one of these is right.
  const before = offsetAt(asUtc - 24 * HOUR_MS, timeZone);
  const after = offsetAt(asUtc + 24 * HOUR_MS, timeZone);
  const candidates = [asUtc - before, asUtc - after].toSorted((a, b) => a - b);
  const shown = candidates.find((at) => wallOf(at, timeZone) === wall.slice(0, 16));
  return new Date(shown ?? asUtc - before).toISOString();
}

/** Milliseconds that the zone is ahead of UTC at this instant. */
const offsetAt = (at: number, timeZone: string) =>
  Date.parse(`${wallOf(at, timeZone)}Z`) - Math.floor(at / 60_000) * 60_000;

function wallOf(at: number, timeZone: string): string {
  const parts = Object.fromEntries(
    formatIn(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatIn(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const two = '2-digit' as const;
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
    });
    formats.set(timeZone, format);
  }
  return format;
}
