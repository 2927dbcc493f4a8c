import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { events, staff } from '$lib/office/calls.ts';

export const load: PageLoad = async ({ fetch, url, depends }) => {
  depends('office:staff');
  const [list, all] = await Promise.all([staff.list(fetch), events.list({ limit: '100' }, fetch)]);
  return { list: loaded(list, url), events: loaded(all, url).items.map(({ id, title }) => ({ id, title })) };
};
