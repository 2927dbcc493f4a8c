import { error, redirect } from '@sveltejs/kit';
import { api, ask } from '$lib/api.ts';
import { paths } from '$lib/paths.ts';
import type { LayoutLoad } from './$types';

/** Cameras and sockets live in the browser alone. */
export const ssr = false;

export const load: LayoutLoad = async ({ fetch, url }) => {
  const me = await ask(api({ fetch }).auth.me.$get());
  if (me.ok) return { me: me.data };
  if (me.status === 401) redirect(302, paths.signIn(url.pathname + url.search));
  error(me.status || 503, me.message);
};
