import { api, ask } from '$lib/api.ts';
import type { LayoutLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';

/** All pages are behind a sign-in and seen by few: they render in the browser only. */
export const ssr = false;

export const load: LayoutLoad = async ({ fetch, url }) => {
  const me = loaded(await ask(api({ fetch }).auth.me.$get()), url);
  return { me };
};
