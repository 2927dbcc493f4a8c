import { cookiesOf, openApiClient } from '../../worker/testing/api-client.ts';
import type { Site } from './site.ts';

export interface Organizer {
  /** Returns the API's response to the office's call; throws where it refuses. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>;
}

/** Calls the API as the admin: for data that a test needs before the first visitor. */
export async function signInOrganizer(site: Site): Promise<Organizer> {
  const api = openApiClient(site.url);
  const { email, password } = site.admin;
  const entered = await api('POST', '/auth/sign-in/email', { body: { email, password } });
  if (entered.status !== 200) throw new Error(`Signing in answered ${entered.status}: ${entered.text}`);
  const cookie = cookiesOf(entered);
  return {
    async call<T>(method: string, path: string, body?: unknown) {
      const answer = await api(method, path, { cookie, body });
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      return answer.json as T;
    },
  };
}
