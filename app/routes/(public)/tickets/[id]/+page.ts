import type { PageLoad } from './$types';

/** As with bookings, no server sees the secret: the ticket itself loads in the browser. */
export const load: PageLoad = ({ params }) => ({ id: params.id });
