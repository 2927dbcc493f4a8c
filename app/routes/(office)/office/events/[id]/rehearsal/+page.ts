import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { events, rehearsals } from '$lib/office/calls.ts';

export const load: PageLoad = async ({ fetch, params, url }) => {
  const [event, rehearsal] = await Promise.all([events.one(params.id, fetch), rehearsals.find(params.id, fetch)]);
  return { event: loaded(event, url), rehearsal: loaded(rehearsal, url) };
};
