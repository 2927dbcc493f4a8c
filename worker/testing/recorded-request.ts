/** One request of the site to the API. */
export interface RecordedRequest {
  method: string;
  /** Below `/api/v1`. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The same for requests that differ in values only. */
export function signatureOf({ method, path, query = {}, body }: RecordedRequest): string {
  const where = path.replace(ID, '*').replace(/^\/events\/(?!staff\b)[\w-]+/, '/events/*');
  return JSON.stringify([method, where, Object.keys(query).sort(), shapeOf(body)]);
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(shapeOf(one))))].sort();
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const fields = Object.entries(value).map(([key, inner]) => [key.replace(ID, '*'), shapeOf(inner)] as const);
  return Object.fromEntries(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
}
