import type { Deps } from '../../deps.ts';
import type { EventWhole } from '#domain/event/event.ts';
import { publicEventJson } from './public-event-json.ts';
import { createPublicMemory } from '../../usecases/public-memory.ts';

const remembered = createPublicMemory<EventWhole | null>(500);

export const recallEvent = (deps: Deps, idOrSlug: string) => remembered.get(idOrSlug, () => deps.events.find(idOrSlug));

export const forgetEvent = (idOrSlug: string) => remembered.forget(idOrSlug);

export const isPublic = ({ event }: EventWhole) => event.status === 'published' || event.status === 'cancelled';

export const jsonOf = (deps: Deps, whole: EventWhole) =>
  publicEventJson(whole, deps.clock.now(), { baseUrl: deps.baseUrl, paymentAvailable: deps.configured.stripe });

/** The public answer of `GET /events/{idOrSlug}`, for the site's own page; null where only the API can answer. */
export async function recallPublicEvent(deps: Deps, idOrSlug: string): Promise<string | null> {
  const whole = await recallEvent(deps, idOrSlug);
  return whole && isPublic(whole) ? jsonOf(deps, whole) : null;
}
