import type { PageLoad } from './$types';
import { guestList } from '../../../../guest-calls.ts';
import { loaded } from '../../../../loaded.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:guest-list');
  return { guests: loaded(await guestList.list(params.id, fetch), url).items };
};
