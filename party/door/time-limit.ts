/** The longest time for which a guest waits for Postgres. */
const LIMIT_MS = 1500;

/** Returns the result of the work, or the fallback if the work takes too long. The work continues. */
export async function withTimeLimit<T>(work: Promise<T>, fallback: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(fallback), LIMIT_MS)));
  const result = await Promise.race([work, limit]);
  clearTimeout(timer);
  return result;
}
