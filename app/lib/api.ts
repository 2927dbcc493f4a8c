import { hc } from 'hono/client';
import type { Api } from '../../worker/http/api.ts';

export { ask, fieldErrors, type Answer, type Refused } from './ask.ts';

export interface ApiOptions {
  /** SvelteKit's `fetch` in a load function, so that the server calls its own API without a network. */
  fetch?: typeof globalThis.fetch;
  /** The secret of a booking or ticket link. */
  token?: string | null;
  idempotencyKey?: string;
}

/** The typed client of the API: `api().bookings.create.$post({ json })`. */
export function api({ fetch, token, idempotencyKey }: ApiOptions = {}) {
  const headers: Record<string, string> = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
  return hc<Api>('/', { headers, ...(fetch ? { fetch } : {}) }).api.v1;
}
