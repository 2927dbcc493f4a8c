import { m } from '$messages';
import type { EventStaff } from '#contract/event/event.ts';

/** The event's gates as choices of a field; empty stands for none of them. */
export const gateOptions = ({ gates }: Pick<EventStaff, 'gates'>) => [
  { value: '', label: m.gate_no_gate() },
  ...gates.map(({ id, name }) => ({ value: id, label: name })),
];
