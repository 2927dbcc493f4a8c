import { api, ask } from '$lib/api.ts';
import type { LayoutLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';

/** Everything here is behind a sign-in and seen by few: nothing to render ahead. */
export const ssr = false;

export const load: LayoutLoad = async ({ fetch, url }) => {
  const me = loaded(await ask(api({ fetch }).auth.me.$get()), url);
  return { me };
};
