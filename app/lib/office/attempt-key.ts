/**
 * One idempotency key per request: a retry keeps it, so that the request is done once; a different request gets
 * another.
 */
export function attemptKeys(): (wish: unknown) => string {
  let last = '';
  let key = '';
  return (wish) => {
    const body = JSON.stringify(wish);
    if (body !== last) {
      last = body;
      key = crypto.randomUUID();
    }
    return key;
  };
}
