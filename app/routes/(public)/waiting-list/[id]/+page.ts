import type { PageLoad } from './$types';

/** The secret stands behind `#`, which no server sees: the page's shell is rendered, its content in the browser. */
export const load: PageLoad = ({ params }) => ({ id: params.id });
