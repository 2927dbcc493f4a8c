import { error, redirect } from '@sveltejs/kit';
import { fetchMe } from '$lib/account';
import { api, ask } from '$lib/api';
import { paths } from '$lib/paths';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, url }) => {
  const { hasSession } = await parent();
  const me = hasSession ? await fetchMe(fetch) : null;
  if (!me) redirect(307, paths.signIn(url.pathname));
  const query = { cursor: url.searchParams.get('cursor') ?? undefined };
  const answer = await ask(api({ fetch }).bookings.user[':userId'].$get({ param: { userId: me.id }, query }));
  if (!answer.ok) error(answer.status || 503, { message: answer.message, code: answer.code });
  return { me, bookings: answer.data.items, nextCursor: answer.data.nextCursor };
};
