import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { bookings } from '$lib/office/calls.ts';
import { queryOf } from '$lib/office/query-of.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:bookings');
  return { list: loaded(await bookings.list(params.id, queryOf(url, ['q', 'status', 'cursor']), fetch), url) };
};
