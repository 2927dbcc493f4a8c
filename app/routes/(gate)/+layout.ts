import { error, redirect } from '@sveltejs/kit';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import { api, ask } from '$lib/api.ts';
import { pairedDevices } from '$lib/door/paired-device.ts';
import { askOrRemember } from '$lib/door/remembered-answer.ts';
import { paths } from '$lib/paths.ts';
import type { LayoutLoad } from './$types';

/** Cameras and sockets exist only in the browser. */
export const ssr = false;

/** The scanner's identity: a device paired for the event, or an account. */
export const load: LayoutLoad = async ({ fetch, url, params, route }) => {
  const devices = pairedDevices();
  const eventId = params.eventId && eventOfDoor(params.eventId);
  const paired = eventId ? devices.find(eventId) : null;
  const isRemoved = eventId !== undefined && devices.findRemoved(eventId) !== null;
  const watches = route.id?.startsWith('/(gate)/live/');
  if ((paired && !watches) || isRemoved) return { me: null, paired };
  const me = await askOrRemember('me', ask(api({ fetch }).auth.me.$get()));
  // The live view depends on the account's rights, which the phone's pairing may lack.
  if (me.ok) return { me: me.data, paired: null };
  const servesDoors = devices.all().length + devices.allRemoved().length > 0;
  if (paired || (!eventId && servesDoors)) return { me: null, paired };
  if (me.status === 401) redirect(302, paths.signIn(url.pathname + url.search));
  error(me.status || 503, me.message);
};
