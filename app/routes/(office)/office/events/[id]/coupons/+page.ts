import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { coupons } from '$lib/office/calls.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:coupons');
  return { coupons: loaded(await coupons.list(params.id, fetch), url).items };
};
