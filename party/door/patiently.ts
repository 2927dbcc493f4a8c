/** So long somebody at a door may wait for Postgres. */
const PATIENCE_MS = 1500;

/** What the work comes to, or this where it takes too long; the work goes on. */
export async function patiently<T>(work: Promise<T>, otherwise: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const impatient = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), PATIENCE_MS)));
  const result = await Promise.race([work, impatient]);
  clearTimeout(timer);
  return result;
}
