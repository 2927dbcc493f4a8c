/**
 * One idempotency key per request: a retry keeps it, so that the request is done once; a different request gets
 * another.
 */
export function attemptKeys(): (request: unknown) => string {
  let last = '';
  let key = '';
  return (request) => {
    const body = JSON.stringify(request);
    if (body !== last) {
      last = body;
      key = crypto.randomUUID();
    }
    return key;
  };
}
