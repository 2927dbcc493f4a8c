import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { queryOf } from '$lib/office/query-of.ts';
import { waitingList } from '$lib/office/calls.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:waiting-list');
  return { list: loaded(await waitingList.list(params.id, queryOf(url, ['cursor']), fetch), url) };
};
