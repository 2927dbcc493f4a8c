const TIMES = [
  'startsAt',
  'endsAt',
  'bookingOpensAt',
  'bookingClosesAt',
  'saleStartsAt',
  'saleEndsAt',
  'validFrom',
  'validUntil',
  'atDoorUntil',
] as const;
type TimeName = (typeof TIMES)[number];

/** The same fields with times as dates. */
export type Dated<T> = {
  [K in keyof T]: K extends TimeName ? Date | Extract<T[K], null | undefined> : T[K];
};

/** Turns the times of a request's fields into dates. Absent fields stay absent. */
export function toDates<T extends object>(input: T): Dated<T> {
  const entries = Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, isTime(name) && typeof value === 'string' ? new Date(value) : value]);
  return Object.fromEntries(entries) as Dated<T>;
}

const isTime = (name: string): name is TimeName => (TIMES as readonly string[]).includes(name);
