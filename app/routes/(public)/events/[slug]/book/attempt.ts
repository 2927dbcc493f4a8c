interface Attempt {
  fingerprint: string;
  key: string;
}
const nameOf = (eventId: string) => `attempt ${eventId}`;

/**
 * The Idempotency-Key of a booking. The same order sent again (a double click, a reload, the way back) carries the same
 * key and gets the same booking. Another order, or one started over on the event page, carries a new one.
 */
export function attemptKey(eventId: string, order: unknown): string {
  const fingerprint = JSON.stringify(order);
  const known = read<Attempt>(nameOf(eventId));
  if (known?.fingerprint === fingerprint) return known.key;
  const attempt: Attempt = { fingerprint, key: randomKey() };
  sessionStorage.setItem(nameOf(eventId), JSON.stringify(attempt));
  return attempt.key;
}

/** Starts over: ordering the same again means a second booking. */
export function startAttempt(eventId: string): void {
  sessionStorage.removeItem(nameOf(eventId));
}

function read<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

/** 144 random bits. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
