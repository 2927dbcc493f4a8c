import type { z } from 'zod';
import type { Attendee } from '#contract/door/checkin.ts';
import type { EventStaff } from '#contract/event/event.ts';

export type Guest = z.infer<typeof Attendee>;
export type NameOrder = 'first' | 'last';

/** A guest's state at the time of printing. */
export function placeOf({ inside, enteredAt }: Pick<Guest, 'inside' | 'enteredAt'>): 'in' | 'out' | 'to_come' {
  if (inside) return 'in';
  return enteredAt === null ? 'to_come' : 'out';
}

/** The last name: `Lovelace` for `Ada Lovelace +1`, so that those who come along follow their guest. */
export function lastWord(name: string): string {
  const words = name
    .replace(/ \+\d+$/, '')
    .trim()
    .split(/\s+/);
  return words.at(-1) ?? '';
}

/** Sorts without accents and case; equal names by their tickets’ numbers. */
export function sortGuests(guests: readonly Guest[], order: NameOrder, locale: string): Guest[] {
  const { compare } = new Intl.Collator(locale, { sensitivity: 'base', numeric: true });
  const byName = (a: Guest, b: Guest) => compare(a.attendeeName, b.attendeeName) || compare(a.number, b.number);
  const byLast = (a: Guest, b: Guest) => compare(lastWord(a.attendeeName), lastWord(b.attendeeName)) || byName(a, b);
  return guests.toSorted(order === 'last' ? byLast : byName);
}

/** The heading above a part of the list: the letter without accents, or # for anything else. */
export function letterOf(name: string, order: NameOrder): string {
  const first = (order === 'last' ? lastWord(name) : name.trim()).normalize('NFKD').charAt(0).toUpperCase();
  return /\p{L}/u.test(first) ? first : '#';
}

type Gate = EventStaff['gates'][number];
/** The guests that this gate admits; a gate without types admits all. */
export function guestsAt(guests: readonly Guest[], gate: Gate | null, types: EventStaff['ticketTypes']): Guest[] {
  if (!gate || gate.ticketTypeIds.length === 0) return [...guests];
  const taken = new Set(types.filter(({ id }) => gate.ticketTypeIds.includes(id)).map(({ name }) => name));
  return guests.filter(({ typeName }) => taken.has(typeName));
}
