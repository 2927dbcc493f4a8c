import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { events } from '$lib/office/calls.ts';
import { queryOf } from '$lib/office/query-of.ts';

export const load: PageLoad = async ({ fetch, url }) => ({
  list: loaded(await events.list(queryOf(url, ['q', 'status', 'cursor']), fetch), url),
});
