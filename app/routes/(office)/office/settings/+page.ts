import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { settings } from '$lib/office/calls.ts';

export const load: PageLoad = async ({ fetch, url, depends }) => {
  depends('office:settings');
  return { settings: loaded(await settings.find(fetch), url) };
};
