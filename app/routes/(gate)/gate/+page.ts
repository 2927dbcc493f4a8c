import { error, redirect } from '@sveltejs/kit';
import { mayCheckIn } from '$lib/account.ts';
import { api, ask } from '$lib/api.ts';
import { paths } from '$lib/paths.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, url }) => {
  const { me } = await parent();
  if (!mayCheckIn(me)) return { doors: [] };
  const answer = await ask(api({ fetch }).checkin.events.$get());
  if (answer.ok) return { doors: answer.data.items };
  if (answer.status === 401) redirect(302, paths.signIn(url.pathname));
  error(answer.status || 503, answer.message);
};
