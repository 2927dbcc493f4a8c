import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { door } from '$lib/office/calls.ts';
import { queryOf } from '$lib/office/query-of.ts';

export const load: PageLoad = async ({ fetch, params, url }) => {
  const [stats, attendees] = await Promise.all([
    door.stats(params.id, fetch),
    door.attendees(params.id, { ...queryOf(url, ['cursor']), limit: '50' }, fetch),
  ]);
  // The figures come from the room and the list needs another permission: each can fail alone.
  const hidden = !attendees.ok && attendees.status === 403;
  return { stats: stats.ok ? stats.data : null, attendees: hidden ? null : loaded(attendees, url) };
};
