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
  const param = { userId: me.id };
  const [answer, waiting] = await Promise.all([
    ask(api({ fetch }).bookings.user[':userId'].$get({ param, query })),
    ask(api({ fetch })['waiting-list'].user[':userId'].$get({ param, query: {} })),
  ]);
  if (!answer.ok) error(answer.status || 503, { message: answer.message, code: answer.code });
  if (!waiting.ok) error(waiting.status || 503, { message: waiting.message, code: waiting.code });
  return { me, waiting: waiting.data.items, bookings: answer.data.items, nextCursor: answer.data.nextCursor };
};
