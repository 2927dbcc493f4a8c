import type { PageLoad } from './$types';
import { loaded } from '$lib/office/loaded.ts';
import { settings } from '$lib/office/calls.ts';

/** Loads the tax rate of new types, for staff who can add them. */
export const load: PageLoad = async ({ fetch, url, parent }) => {
  const { me } = await parent();
  if (!me.permissions.includes('EDIT_EVENT')) return { defaultTaxRateBasisPoints: 0 };
  const { defaultTaxRateBasisPoints } = loaded(await settings.find(fetch), url);
  return { defaultTaxRateBasisPoints };
};
