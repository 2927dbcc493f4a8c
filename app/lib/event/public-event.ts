import type { ClientResponse } from 'hono/client';
import type { EventAvailability } from '#contract/event/availability.ts';
import type { EventPublic } from '#contract/event/public-event.ts';
import { ask } from '../ask.ts';

/* Calls the API with plain fetch: the typed client is larger than the event page. */
const addressOf = (idOrSlug: string) => `/api/v1/events/${encodeURIComponent(idOrSlug)}`;
type Reply<T> = Promise<ClientResponse<T, 200, 'json'>>;

/** `preview` is the secret in a draft's link. */
export function fetchEvent(fetch: typeof globalThis.fetch, slug: string, preview: string | null) {
  const query = preview ? `?preview=${encodeURIComponent(preview)}` : '';
  return ask(fetch(addressOf(slug) + query) as Promise<unknown> as Reply<EventPublic>);
}

export function fetchAvailability(eventId: string) {
  return ask(fetch(`${addressOf(eventId)}/availability`) as Promise<unknown> as Reply<EventAvailability>);
}
