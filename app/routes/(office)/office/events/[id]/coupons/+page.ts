import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { queryOf } from '$lib/office/query-of.ts';
import { coupons } from '$lib/office/calls.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:coupons');
  return { list: loaded(await coupons.list(params.id, queryOf(url, ['cursor']), fetch), url) };
};
