/** The instant of this day and time in that zone: `{ day: '2027-03-05', time: '23:00' }`. */
export function instantAt({ day, time }: { day: string; time: string }, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  // The offset is looked up twice: the first guess may be on the other side of a clock change.
  const guess = asUtc - offsetMs(asUtc, timeZone);
  return new Date(asUtc - offsetMs(guess, timeZone));
}

function offsetMs(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${format.format(instant).replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000;
}

/** The next day with this weekday (0 is Sunday), at least so many days from now. */
export function nextWeekday(weekday: number, atLeastDays: number, now: Date): string {
  const first = new Date(now.getTime() + atLeastDays * 86_400_000);
  const ahead = (weekday - first.getUTCDay() + 7) % 7;
  return new Date(first.getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
}

export const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
