/** Pages behind a secret link: no cache stores them and no other site learns their address. */
const SECRET_PAGE = /^\/(bookings|tickets|waiting-list)\/[^/]/;

export function withSecurityHeaders(request: Request, response: Response): Response {
  if (response.status === 101) return response;
  const { pathname, protocol } = new URL(request.url);
  const secured = isMutable(response) ? response : new Response(response.body, response);
  const { headers } = secured;
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('X-Frame-Options', 'DENY');
  // A page that opened ours, or was opened by it, gets no hold of its window.
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Permissions-Policy', 'camera=(self), microphone=(), geolocation=()');
  if (!headers.has('Referrer-Policy')) headers.set('Referrer-Policy', 'strict-origin-when-cross-origin');
  if (protocol === 'https:') headers.set('Strict-Transport-Security', 'max-age=31536000');
  const isPage = headers.get('content-type')?.startsWith('text/html');
  if (isPage && !headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-cache');
  // Most of the API's answers are personal: what may be cached says so.
  if (pathname.startsWith('/api/') && !headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  if (SECRET_PAGE.test(pathname)) {
    headers.set('Cache-Control', 'no-store');
    headers.set('Referrer-Policy', 'no-referrer');
  }
  return secured;
}

/** Responses of assets and rooms have headers that can't be set. */
function isMutable(response: Response): boolean {
  try {
    response.headers.set('X-Content-Type-Options', 'nosniff');
    return true;
  } catch {
    return false;
  }
}
