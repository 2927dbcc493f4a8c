import { error } from '@sveltejs/kit';
import { api, ask } from '$lib/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url: { searchParams } }) => {
  const preview = searchParams.get('preview');
  const query = preview ? { preview } : {};
  const answer = await ask(api({ fetch }).events[':idOrSlug'].$get({ param: { idOrSlug: params.slug }, query }));
  if (!answer.ok) error(answer.status || 503, { message: answer.message, code: answer.code });
  return { event: answer.data, isPreview: answer.data.status === 'draft', url: answer.data.url };
};
