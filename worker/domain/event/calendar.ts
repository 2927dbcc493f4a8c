import type { Day } from './day.ts';

export interface CalendarEntry {
  uid: string;
  /** When this description was created. */
  stamp: Date;
  startsAt: Date;
  endsAt: Date;
  title: string;
  location: string;
  url: string;
  cancelled: boolean;
}

/**
 * An iCalendar file (RFC 5545) in UTC, which every calendar shows in its owner's zone: one entry for the event, or one for
 * each of the days, where there are any.
 */
export function calendarFile(entry: CalendarEntry, days: readonly Day[] = []): string {
  const entries = days.length > 0 ? days.map((day) => entryOfDay(entry, day)) : [entry];
  const head = ['VERSION:2.0', 'PRODID:-//Everato//Everato//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH'];
  const lines = ['BEGIN:VCALENDAR', ...head, ...entries.flatMap(eventLines), 'END:VCALENDAR'];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

const entryOfDay = (entry: CalendarEntry, { id, name, startsAt, endsAt }: Day): CalendarEntry => ({
  ...entry,
  uid: entry.uid.replace(/^[^@]*/, id),
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
  title: name ? `${entry.title}: ${name}` : entry.title,
});

function eventLines(entry: CalendarEntry): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(entry.uid)}`,
    `DTSTAMP:${utc(entry.stamp)}`,
    `DTSTART:${utc(entry.startsAt)}`,
    `DTEND:${utc(entry.endsAt)}`,
    `SUMMARY:${escaped(entry.title)}`,
    ...(entry.location ? [`LOCATION:${escaped(entry.location)}`] : []),
    `URL:${entry.url}`,
    `STATUS:${entry.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ];
}

const utc = (time: Date) => `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** TEXT of §3.3.11, which allows no other control characters. */
const escaped = (text: string) =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, '');

/** §3.1: no line longer than 75 octets, and none broken within a character. */
function folded(line: string): string {
  let text = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > 75) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}

function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
