import type { Core, EventForMail } from '../../deps.ts';
import { daysOf, type Day } from '#domain/event/day.ts';
import { calendarFile } from '#domain/event/calendar.ts';
import { eventLink } from './links.ts';

/** Writes the event, or the days of these tickets, as a calendar file. An entry's id stays the same, so that opening it twice makes one entry. */
export function eventCalendar(
  deps: Pick<Core, 'baseUrl' | 'clock'>,
  event: EventForMail,
  tickets: readonly { days: readonly Day[] }[],
): string {
  const entry = {
    uid: `${event.id}@${new URL(deps.baseUrl).hostname}`,
    stamp: deps.clock.now(),
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    title: event.title,
    location: [event.venueName, event.venueAddress].filter(Boolean).join(', '),
    url: eventLink(deps, event),
    cancelled: event.status === 'cancelled',
  };
  return calendarFile(entry, daysOf(tickets));
}
