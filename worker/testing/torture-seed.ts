/**
 * `npm test` uses the same seed each time, so that it fails only for changes; `npm run torture` uses new ones. Printed
 * at the start and on failure, so that a run can be repeated: EVERATO_SEED=… with the same test.
 */
export const tortureSeed = Number(process.env.EVERATO_SEED ?? process.env.TORTURE_SEED) || 20261122;

/**
 * `npm run torture` runs so many times as much as `npm test`; so does a repeated run of one seed, however late it
 * failed.
 */
export const tortureFactor = process.env.EVERATO_SEED || process.env.TORTURE_SEED ? 10 : 1;

/** Numbers from 0 up to below 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
