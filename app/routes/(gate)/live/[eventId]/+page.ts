import type { PageLoad } from './$types';

export const load: PageLoad = ({ params }) => ({ eventId: params.eventId });
