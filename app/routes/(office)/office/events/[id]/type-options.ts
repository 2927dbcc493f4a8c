import type { EventStaff } from '#contract/event/event.ts';

/** The event's ticket types as choices of a field. */
export const typeOptions = ({ ticketTypes }: Pick<EventStaff, 'ticketTypes'>) =>
  ticketTypes.map(({ id, name }) => ({ value: id, label: name }));
