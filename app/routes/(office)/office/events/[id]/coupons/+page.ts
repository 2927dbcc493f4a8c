import type { PageLoad } from './$types';
import { loaded } from '../../../../loaded.ts';
import { coupons } from '../../../../sale-calls.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:coupons');
  return { coupons: loaded(await coupons.list(params.id, fetch), url).items };
};
