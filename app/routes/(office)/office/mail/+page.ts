import type { PageLoad } from './$types';
import { loaded } from '../../loaded.ts';
import { mail } from '../../office-calls.ts';
import { queryOf } from '../../query-of.ts';

export const load: PageLoad = async ({ fetch, url, depends }) => {
  depends('office:mail');
  return { list: loaded(await mail.list(queryOf(url, ['state', 'cursor']), fetch), url) };
};
