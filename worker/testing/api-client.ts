export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined where the response is no JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

export interface ApiCall {
  cookie?: string;
  /** A secret link's token. */
  bearer?: string;
  /** Sent as JSON; a string or bytes as they are. */
  body?: unknown;
  /** Override the usual headers; an empty value leaves one out. */
  headers?: Record<string, string>;
}

export type ApiClient = ReturnType<typeof openApiClient>;

/** Calls the API as the site does: JSON, from the site's own origin. */
export function openApiClient(siteUrl: string) {
  return async (method: string, path: string, call: ApiCall = {}): Promise<ApiAnswer> => {
    const headers = {
      origin: siteUrl,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(call.cookie ? { cookie: call.cookie } : {}),
      ...(call.bearer ? { authorization: `Bearer ${call.bearer}` } : {}),
      ...call.headers,
    };
    const sent = Object.entries(headers).filter(([, value]) => value !== '');
    const body = isRaw(call.body) ? call.body : JSON.stringify(call.body);
    const response = await fetch(`${siteUrl}/api/v1${path}`, { method, headers: sent, body, redirect: 'manual' });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
}

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Cookies that a response sets, as a browser would send them back. */
export const cookiesOf = (answer: ApiAnswer): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
