import type { PageLoad } from './$types';
import { loaded } from '../../../../loaded.ts';
import { bookings } from '../../../../office-calls.ts';
import { queryOf } from '../../../../query-of.ts';

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('office:bookings');
  return { list: loaded(await bookings.list(params.id, queryOf(url, ['q', 'status', 'cursor']), fetch), url) };
};
