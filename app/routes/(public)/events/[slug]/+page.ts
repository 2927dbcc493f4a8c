import { error } from '@sveltejs/kit';
import { fetchEvent } from '$lib/event/public-event';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url: { searchParams } }) => {
  const answer = await fetchEvent(fetch, params.slug, searchParams.get('preview'));
  if (!answer.ok) error(answer.status || 503, { message: answer.message, code: answer.code });
  return { event: answer.data, isPreview: answer.data.status === 'draft', url: answer.data.url };
};
