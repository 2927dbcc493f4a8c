import type { PageLoad } from './$types';
import { loaded } from '../../loaded.ts';
import { events } from '../../office-calls.ts';
import { queryOf } from '../../query-of.ts';

export const load: PageLoad = async ({ fetch, url }) => ({
  list: loaded(await events.list(queryOf(url, ['q', 'status', 'cursor']), fetch), url),
});
