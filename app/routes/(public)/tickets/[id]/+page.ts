import type { PageLoad } from './$types';

/** As with bookings, the secret never reaches the server in an address: the ticket itself comes in the browser. */
export const load: PageLoad = ({ params }) => ({ id: params.id });
