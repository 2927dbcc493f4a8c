import type { Faults, Read } from './faults.ts';

/** Reads values that are sent as typed; none of these fields can be blank. */
export function required<Values, Name extends keyof Values & string>(
  values: Values & Record<Name, string>,
  names: readonly Name[],
): Read<Values> {
  const faults: Faults = {};
  for (const name of names) if (!values[name].trim()) faults[name] = 'required';
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, input: values };
}
