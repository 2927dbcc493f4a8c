/** The code is after `#`, which no server sees. */
export const ssr = false;
