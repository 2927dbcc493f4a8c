import type { Core, EventForMail } from '../../deps.ts';
import { calendarFile } from '#domain/event/calendar.ts';
import { eventLink } from './links.ts';

/** Writes the event as a calendar file. Its id stays the same, so that opening it twice makes one entry. */
export function eventCalendar(deps: Pick<Core, 'baseUrl' | 'clock'>, event: EventForMail): string {
  return calendarFile({
    uid: `${event.id}@${new URL(deps.baseUrl).hostname}`,
    stamp: deps.clock.now(),
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    title: event.title,
    location: [event.venueName, event.venueAddress].filter(Boolean).join(', '),
    url: eventLink(deps, event),
    cancelled: event.status === 'cancelled',
  });
}
