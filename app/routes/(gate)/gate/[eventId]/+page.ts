import { eventOfDoor } from '#domain/door/rehearsal.ts';
import type { PageLoad } from './$types';

/** The address names a door: the event's own, or its rehearsal's. */
export const load: PageLoad = ({ params }) => ({ doorId: params.eventId, eventId: eventOfDoor(params.eventId) });
