/** A session as those who go to it read of it. Times are ISO 8601 in UTC. */
export interface Day {
  id: string;
  name: string;
  startsAt: string;
  endsAt: string;
}

/** The days of all these tickets together, soonest first. */
export function daysOf(tickets: readonly { days?: readonly Day[] }[]): Day[] {
  const days = new Map(tickets.flatMap((ticket) => ticket.days ?? []).map((day) => [day.id, day]));
  return [...days.values()].toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}
