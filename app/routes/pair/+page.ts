/** The code stands behind `#`, which no server sees. */
export const ssr = false;
