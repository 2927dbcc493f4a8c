import type { LayoutLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { events } from '$lib/office/calls.ts';

export const load: LayoutLoad = async ({ fetch, params, url, depends }) => {
  depends('office:event');
  return { event: loaded(await events.one(params.id, fetch), url) };
};
