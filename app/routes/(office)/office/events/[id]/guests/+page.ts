import type { PageLoad } from './$types';
import { guestList } from '$lib/office/calls.ts';
import { loaded } from '$lib/office/loaded.ts';
import { queryOf } from '$lib/office/query-of.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:guest-list');
  return { list: loaded(await guestList.list(params.id, queryOf(url, ['cursor']), fetch), url) };
};
