/** One key for one wish: sent again after a failure it stays the same, so that it is done once; another wish gets another. */
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
