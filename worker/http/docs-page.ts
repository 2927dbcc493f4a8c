const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-ancestors 'none'",
].join('; ');

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Everato API</title>
  </head>
  <body>
    <script
      id="api-reference"
      data-url="/api/v1/openapi.json"
      data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true,"showDeveloperTools":"never","showToolbar":"never","agent":{"disabled":true},"mcp":{"disabled":true}}'
    ></script>
    <script src="/api/docs/reference.js"></script>
  </body>
</html>`;

/** Serves the API reference; its script is served from the same origin. */
export async function serveDocs(
  request: Request,
  assets: { fetch(url: string): Promise<Response> },
): Promise<Response> {
  const { pathname, origin } = new URL(request.url);
  if (pathname === '/api/docs')
    return new Response(HTML, {
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': CSP },
    });
  // Its name doesn't change with its version, so it is cached for a day only.
  const script = await assets.fetch(`${origin}/_app/immutable/api-reference.js`);
  return new Response(script.body, {
    status: script.status,
    headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'public, max-age=86400' },
  });
}
