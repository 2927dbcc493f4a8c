import type { PageLoad } from './$types';
import { dashboard, events } from '$lib/office/calls.ts';
import { redirect } from '@sveltejs/kit';
import { loaded } from '$lib/office/loaded.ts';

export const load: PageLoad = async ({ fetch, parent, url }) => {
  const { permissions } = (await parent()).me;
  // Staff who only manage people start at the staff list.
  if (!permissions.includes('VIEW_EVENT') && permissions.includes('MANAGE_USERS')) redirect(302, '/office/staff');
  const [stats, soon] = await Promise.all([
    dashboard.stats(fetch),
    events.list({ status: 'published', upcoming: 'true', limit: '50' }, fetch),
  ]);
  return { stats: loaded(stats, url), soon: loaded(soon, url).items };
};
