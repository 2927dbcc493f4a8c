import { getLocale } from '$paraglide/runtime';

const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_KEPT = 2000;
const written = new Map<string, string>();

const SHAPES = {
  /** Sat, 12 Dec 2026, 19:30 */
  full: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  /** Saturday, 12 December 2026 */
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** Sat, 12 Dec */
  shortDay: { weekday: 'short', day: 'numeric', month: 'short' },
  /** Sat, 12 Dec 2026 */
  shortDayYear: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  /** 19:30 */
  time: { hour: '2-digit', minute: '2-digit' },
  /** 19:30:07 */
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  /** Dec */
  month: { month: 'short' },
  /** 2026 */
  year: { year: 'numeric' },
  /** 12 */
  dayOfMonth: { day: 'numeric' },
  /** GMT+1 */
  zone: { timeZoneName: 'short', hour: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type DateShape = keyof typeof SHAPES;

/** Formats an ISO time in the given IANA zone (an event's times are shown in the event's zone). */
export function formatDate(iso: string, shape: DateShape, timeZone?: string): string {
  return remembered(`${getLocale()} ${shape} ${timeZone ?? ''} ${iso}`, () =>
    formatOf(shape, timeZone).format(new Date(iso)),
  );
}

// Intl is slow, and a server formats the same few dates for everyone.
function remembered(key: string, write: () => string): string {
  const known = written.get(key);
  if (known !== undefined) return known;
  if (written.size >= MOST_KEPT) written.clear();
  const text = write();
  written.set(key, text);
  return text;
}

/** `Sat, 12 Dec`, with the year where it is not the current one. */
export function formatDay(iso: string, timeZone: string, now = new Date().toISOString()): string {
  const isThisYear = formatDate(iso, 'year', timeZone) === formatDate(now.slice(0, 10), 'year', 'UTC');
  return formatDate(iso, isThisYear ? 'shortDay' : 'shortDayYear', timeZone);
}

/** `19:30 – 23:00` on one day; with the day where it ends on another one that is not merely the same night. */
export function formatSpan(startsAt: string, endsAt: string, timeZone: string): string {
  const hours = (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000;
  const sameDay = formatDate(startsAt, 'shortDayYear', timeZone) === formatDate(endsAt, 'shortDayYear', timeZone);
  const start = formatDate(startsAt, 'time', timeZone);
  const end = formatDate(endsAt, 'time', timeZone);
  if (sameDay || hours < 14) return `${start} – ${end}`;
  return `${start} – ${formatDate(endsAt, 'shortDay', timeZone)}, ${end}`;
}

/** The zone's usual name at that moment: `CET`, `GMT+1`; without a zone, the viewer's. */
export function zoneName(iso: string, timeZone?: string): string {
  return remembered(`${getLocale()} zoneName ${timeZone ?? ''} ${iso}`, () => {
    const parts = formatOf('zone', timeZone).formatToParts(new Date(iso));
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  });
}

/** A deadline with its zone, because it may be read from another one. */
export const formatDeadline = (iso: string, timeZone: string): string =>
  `${formatDate(iso, 'full', timeZone)} ${zoneName(iso, timeZone)}`;

/** Whether the viewer's clock differs from the event's at that moment. */
export function isOtherZone(iso: string, timeZone: string): boolean {
  const viewer = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return formatDate(iso, 'full', timeZone) !== formatDate(iso, 'full', viewer);
}

/** `4:07`, or `1:02:03` from an hour on; never negative. */
export function formatRemaining(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${parts.join(':')}` : `${Number(parts[0])}:${parts[1]}`;
}

function formatOf(shape: DateShape, timeZone?: string): Intl.DateTimeFormat {
  const locale = getLocale() === 'en' ? 'en-GB' : getLocale();
  const key = `${locale} ${shape} ${timeZone ?? ''}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, { ...SHAPES[shape], timeZone })));
  return format;
}
