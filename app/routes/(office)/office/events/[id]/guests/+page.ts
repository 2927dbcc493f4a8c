import type { PageLoad } from './$types';
import { guestList } from '$lib/office/calls.ts';
import { loaded } from '$lib/office/loaded.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:guest-list');
  return { guests: loaded(await guestList.list(params.id, fetch), url).items };
};
