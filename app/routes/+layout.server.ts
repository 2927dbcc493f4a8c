import type { LayoutServerLoad } from './$types';

/** Only whether there is a session cookie: pages without one are the same for everyone, and cached. */
export const load: LayoutServerLoad = ({ cookies }) => ({
  hasSession: cookies.getAll().some((cookie) => cookie.name.endsWith('everato.session_token')),
});
