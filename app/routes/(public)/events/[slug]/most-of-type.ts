import type { TicketTypePublic } from '#contract/event/ticket-type.ts';

type Type = Pick<TicketTypePublic, 'maxPerBooking' | 'places' | 'left'>;

/**
 * How many of a type one booking may hold: the least of what the type allows, what is left of it (`left` counts the type
 * itself: four places are one table for four), and what one person may still book beside the places chosen already.
 */
export function mostOfType(type: Type, placesPerPersonLeft: number): number {
  const allowed = Math.floor(placesPerPersonLeft / Math.max(1, type.places));
  return Math.max(0, Math.min(type.maxPerBooking, allowed, type.left ?? Infinity));
}
