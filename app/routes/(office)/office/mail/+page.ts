import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { mail } from '$lib/office/calls.ts';
import { queryOf } from '$lib/office/query-of.ts';

export const load: PageLoad = async ({ fetch, url, depends }) => {
  depends('office:mail');
  return { list: loaded(await mail.list(queryOf(url, ['state', 'cursor']), fetch), url) };
};
