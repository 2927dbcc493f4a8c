import type { PageLoad } from './$types';
import { door, events } from '$lib/office/calls.ts';
import { loaded } from '$lib/office/loaded.ts';
import type { Guest } from './door-list.ts';

const PAGE = '500';

/** Loads all guests: the list is for when the system is down. */
export const load: PageLoad = async ({ fetch, params, url }) => {
  const event = loaded(await events.one(params.id, fetch), url);
  const guests: Guest[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = { limit: PAGE, ...(cursor && { cursor }) };
    const page: { items: Guest[]; nextCursor: string | null } = loaded(
      await door.attendees(params.id, query, fetch),
      url,
    );
    guests.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return { event, guests: guests.filter(({ status }) => status === 'valid'), printedAt: new Date().toISOString() };
};
