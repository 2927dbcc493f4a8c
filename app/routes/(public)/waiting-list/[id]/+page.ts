import type { PageLoad } from './$types';

/** The secret is after `#`, which no server sees: the page's shell is rendered there, its content in the browser. */
export const load: PageLoad = ({ params }) => ({ id: params.id });
