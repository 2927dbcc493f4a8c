import type { PageLoad } from './$types';
import { loaded } from '../../../../loaded.ts';
import { queryOf } from '../../../../query-of.ts';
import { waitingList } from '../../../../sale-calls.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:waiting-list');
  return { list: loaded(await waitingList.list(params.id, queryOf(url, ['cursor']), fetch), url) };
};
