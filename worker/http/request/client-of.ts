import type { Context } from 'hono';
import { networkOf } from '#domain/client-network.ts';

/** The client's network. Cloudflare sets the header and lets no client set it; null without Cloudflare, as in development. */
export function clientOf(c: Context): string | null {
  const ip = c.req.header('cf-connecting-ip');
  return ip ? networkOf(ip) : null;
}
