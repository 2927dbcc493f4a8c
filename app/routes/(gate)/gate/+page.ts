import { error, redirect } from '@sveltejs/kit';
import { mayCheckIn } from '$lib/account.ts';
import { api, ask } from '$lib/api.ts';
import { pairedDevices } from '$lib/door/paired-device.ts';
import { askOrRemember } from '$lib/door/remembered-answer.ts';
import { paths } from '$lib/paths.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent, url }) => {
  const { me } = await parent();
  const devices = pairedDevices();
  const own = { devices: devices.all(), removed: devices.allRemoved() };
  if (!me || !mayCheckIn(me)) return { doors: [], ...own };
  const answer = await askOrRemember('doors', ask(api({ fetch }).checkin.events.$get()));
  if (answer.ok) return { doors: answer.data.items, ...own };
  if (answer.status === 401) redirect(302, paths.signIn(url.pathname));
  error(answer.status || 503, answer.message);
};
