import { error, redirect } from '@sveltejs/kit';
import type { Answer } from '$lib/api.ts';
import { paths } from '$lib/paths.ts';

/** Returns a page's data, redirects to the sign-in, or throws the error page. For load functions. */
export function loaded<T>(answer: Answer<T>, url: URL): T {
  if (answer.ok) return answer.data;
  if (answer.status === 401) redirect(302, paths.signIn(url.pathname + url.search));
  error(answer.status || 503, answer.message);
}
