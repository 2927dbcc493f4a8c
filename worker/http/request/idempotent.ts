import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { IdempotencyStore, KeptAnswer } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Idempotency } from '#domain/box-office/command.ts';
import type { AppEnv } from './app-env.ts';
import { badKey, idempotencyKey } from './idempotency-key.ts';
import { refuse } from './refuse.ts';

const WAIT_MS = 10_000;
const LOOK_AGAIN_MS = 100;

/**
 * For calls that create: with an `Idempotency-Key` the same call by the same caller is carried out once, and repetitions
 * get the same response, also while the first is in progress. Refusals aren't kept: the same key can succeed later.
 * Bookings and refunds keep their keys in their own transaction and don't need this.
 */
export const idempotent = createMiddleware<AppEnv>(async (c, next) => {
  const key = idempotencyKey(c);
  if (key === undefined) return refuse(c, badKey);
  if (key === null) return next();
  const call = { caller: nameOf(await c.var.caller()), key, requestHash: await hashOf(c) };
  const begun = await begin(c.env.idempotency, call);
  if (begun.state === 'done') return replay(begun.answer);
  if (begun.state !== 'begun') return refuse(c, { code: 'idempotency_conflict' });
  // An error that the handler threw is a response by now.
  await next();
  const { status } = c.res;
  if (status >= 200 && status < 300)
    await c.env.idempotency.keep(call, begun.mark, { status, body: await c.res.clone().text() });
  else await c.env.idempotency.release(call, begun.mark);
});

/** Waits for a call in progress, for as long as its caller can be expected to wait. */
async function begin(store: IdempotencyStore, call: Idempotency): ReturnType<IdempotencyStore['begin']> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const begun = await store.begin(call);
    if (begun.state !== 'busy' || Date.now() > until) return begun;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

const replay = ({ status, body }: KeptAnswer) =>
  new Response(body, { status, headers: { 'Content-Type': 'application/json' } });

/** Keys are per caller. A secret link is identified by its token. */
function nameOf(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return caller.user.id;
    case 'device':
      return `device ${caller.scanner.deviceId}`;
    case 'link':
      return `link ${createHash('sha256').update(caller.token).digest('base64url')}`;
    case 'anonymous':
      // The key and the body's hash together identify a guest.
      return 'guest';
    default:
      return caller satisfies never;
  }
}

/** Hashes method, address and body: the same key with anything else is refused. */
async function hashOf(c: Context): Promise<string> {
  const body = new Uint8Array(await c.req.arrayBuffer());
  const { pathname, search } = new URL(c.req.url);
  return createHash('sha256').update(`${c.req.method} ${pathname}${search}\n`).update(body).digest('base64url');
}
