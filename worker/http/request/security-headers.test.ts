import { expect, test } from 'vitest';
import { withSecurityHeaders } from './security-headers.ts';

const cacheOf = (path: string, headers: Record<string, string> = {}) =>
  withSecurityHeaders(new Request(`https://tickets.example${path}`), new Response('', { headers })).headers.get(
    'Cache-Control',
  );

test('no cache stores what the API says, but where it says so, nor a page behind a secret link', () => {
  expect(cacheOf('/api/v1/auth/me')).toBe('no-store');
  expect(cacheOf('/api/v1/events/1', { 'Cache-Control': 'public, max-age=0, s-maxage=2' })).toBe(
    'public, max-age=0, s-maxage=2',
  );
  const page = { 'content-type': 'text/html' };
  expect(cacheOf('/events/night', page)).toBe('private, no-cache');
  expect(cacheOf('/tickets/1', { ...page, 'Cache-Control': 'public' })).toBe('no-store');
  expect(cacheOf('/_app/immutable/chunk.js')).toBeNull();
});

test('no other site gets hold of our windows, frames our pages or guesses at types', () => {
  const { headers } = withSecurityHeaders(new Request('https://tickets.example/'), new Response(''));
  expect(Object.fromEntries(headers)).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=31536000',
  });
});
