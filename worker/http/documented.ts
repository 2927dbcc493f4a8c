import type { Hono } from 'hono';
import { openAPIRouteHandler } from 'hono-openapi';
import type { AppEnv } from './app-env.ts';

const documentation = {
  openapi: '3.1.0',
  info: {
    title: 'Everato',
    version: '1.0.0',
    description:
      'Money is in integer minor units, times are ISO 8601, ids are UUIDs. Errors carry a stable code. Changing calls ' +
      'that are signed in by cookie must come from the site itself, as JSON; secret links travel as a bearer token.',
  },
  components: {
    securitySchemes: {
      session: { type: 'apiKey' as const, in: 'cookie' as const, name: 'everato.session_token' },
      link: { type: 'http' as const, scheme: 'bearer' },
    },
  },
};

/** Adds the OpenAPI document of all that is routed so far; it is made from the same schemas that validate. */
export function documented<S extends object>(api: Hono<AppEnv, S & Record<never, never>, '/api/v1'>) {
  api.get('/openapi.json', openAPIRouteHandler(api, { documentation }));
  return api;
}
