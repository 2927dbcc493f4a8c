import { error } from '@sveltejs/kit';
import { api, ask } from '$lib/api';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url: { searchParams } }) => {
  const answer = await ask(api({ fetch }).events[':idOrSlug'].$get({ param: { idOrSlug: params.slug }, query: {} }));
  if (!answer.ok) error(answer.status || 503, { message: answer.message, code: answer.code });
  const quantity = Number(searchParams.get('quantity'));
  return {
    event: answer.data,
    typeId: searchParams.get('type'),
    quantity: Number.isInteger(quantity) && quantity > 0 ? quantity : 1,
  };
};
