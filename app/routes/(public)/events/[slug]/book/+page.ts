import { error, redirect } from '@sveltejs/kit';
import { api, ask } from '$lib/api';
import { paths } from '$lib/paths';
import type { PageLoad } from './$types';
import { readOrder } from './order.ts';

export const load: PageLoad = async ({ fetch, params, url: { searchParams } }) => {
  const answer = await ask(api({ fetch }).events[':idOrSlug'].$get({ param: { idOrSlug: params.slug }, query: {} }));
  if (!answer.ok) error(answer.status || 503, { message: answer.message, code: answer.code });
  const tickets = searchParams.get('tickets');
  const code = searchParams.get('code');
  // A code may add tickets that only the code reveals.
  if (!code && readOrder(tickets, answer.data).length === 0) redirect(307, paths.event(params.slug));
  return { event: answer.data, tickets, code };
};
