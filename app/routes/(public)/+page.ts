import { error } from '@sveltejs/kit';
import { api, ask } from '$lib/api';
import type { PageLoad } from './$types';
import { readFilters, toQuery } from './filters.ts';

export const load: PageLoad = async ({ fetch, url }) => {
  const filters = readFilters(url.searchParams);
  const answer = await ask(api({ fetch }).events.$get({ query: toQuery(filters) }));
  if (!answer.ok) error(answer.status || 503, { message: answer.message, code: answer.code });
  return { filters, events: answer.data.items, nextCursor: answer.data.nextCursor };
};
