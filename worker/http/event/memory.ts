import type { Deps } from '../../deps.ts';
import type { FullEvent } from '#domain/event/event.ts';
import { publicEventJson } from './public-event-json.ts';
import { createPublicMemory } from '../../usecases/public-memory.ts';

const remembered = createPublicMemory<FullEvent | null>(500);

export const recallEvent = (deps: Deps, idOrSlug: string) => remembered.get(idOrSlug, () => deps.events.find(idOrSlug));

export const forgetEvent = (idOrSlug: string) => remembered.forget(idOrSlug);

export const isPublic = ({ event }: FullEvent) => event.status === 'published' || event.status === 'cancelled';

export const jsonOf = (deps: Deps, fullEvent: FullEvent) =>
  publicEventJson(fullEvent, deps.clock.now(), { baseUrl: deps.baseUrl, paymentAvailable: deps.configured.stripe });

/** The public answer of `GET /events/{idOrSlug}`, for the site's own page; null where only the API can answer. */
export async function recallPublicEvent(deps: Deps, idOrSlug: string): Promise<string | null> {
  const fullEvent = await recallEvent(deps, idOrSlug);
  return fullEvent && isPublic(fullEvent) ? jsonOf(deps, fullEvent) : null;
}
