import type { TicketTypePublic } from '#contract/event/ticket-type.ts';

type Type = Pick<TicketTypePublic, 'maxPerBooking' | 'places' | 'left'>;

/**
 * The maximum of a type in one booking: the least of the type's own maximum, its remaining number (`left` counts the
 * type itself: four places are one table for four), and the person's limit less the places already selected.
 */
export function mostOfType(type: Type, placesPerPersonLeft: number): number {
  const allowed = Math.floor(placesPerPersonLeft / Math.max(1, type.places));
  return Math.max(0, Math.min(type.maxPerBooking, allowed, type.left ?? Infinity));
}
