/** A value is fresh for one second. In the second after it one request renews it while others use it; then it is dropped. */
const FRESH_MS = 1000;
const GONE_MS = 2000;
const WAIT_STEP_MS = 5;
const WAIT_AT_MOST_MS = 1500;

interface Kept<T> {
  value: T;
  at: number;
}

/**
 * An isolate's cache of public values, for two seconds. It keeps values and never promises: a Worker must not wait for
 * another request's work. Absence is a value too. On a miss one request loads and the others poll until the value is
 * there, so that a crowd costs one connection and not one each.
 */
export function createPublicMemory<T>(capacity: number) {
  const kept = new Map<string, Kept<T>>();
  const askedAt = new Map<string, number>();

  const remember = (key: string, value: T) => {
    kept.delete(key);
    kept.set(key, { value, at: Date.now() });
    const oldest = kept.keys().next().value;
    if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
  };
  const isAsked = (key: string) => Date.now() - (askedAt.get(key) ?? -Infinity) < WAIT_AT_MOST_MS;
  const valid = (key: string) => {
    const found = kept.get(key);
    return found && Date.now() - found.at < GONE_MS ? found : undefined;
  };

  async function load(key: string, ask: () => Promise<T>): Promise<T> {
    askedAt.set(key, Date.now());
    try {
      const value = await ask();
      remember(key, value);
      return value;
    } finally {
      askedAt.delete(key);
    }
  }

  return {
    async get(key: string, ask: () => Promise<T>): Promise<T> {
      const found = valid(key);
      if (found && (Date.now() - found.at < FRESH_MS || isAsked(key))) return found.value;
      while (isAsked(key)) {
        await new Promise((done) => setTimeout(done, WAIT_STEP_MS));
        const answered = valid(key);
        if (answered) return answered.value;
      }
      return load(key, ask);
    },
    /** Drops a value that this isolate has just changed. */
    forget: (key: string) => kept.delete(key),
  };
}
