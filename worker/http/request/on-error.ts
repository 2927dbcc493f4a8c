import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { AppEnv } from './app-env.ts';
import { refuse } from './refuse.ts';

const DATABASE_AWAY = /^(08|53|57P)|^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND)/;

/** Logs a bug with its stack and answers 500 without details; a part that is away is answered 503. */
export function onError(error: Error, c: Context<AppEnv>) {
  // Hono's validator throws this for a body that can't be parsed.
  if (error instanceof HTTPException && error.status === 400) return refuse(c, { code: 'invalid_json' });
  const away = isAway(error);
  const fields = {
    method: c.req.method,
    path: c.req.path,
    error: describe(error),
    stack: away ? undefined : error.stack,
  };
  c.env.log.error(away ? 'part away' : 'request failed', fields);
  return refuse(c, { code: away ? 'unavailable' : 'internal' });
}

function isAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, retryable, overloaded } = cause as { code?: unknown; retryable?: boolean; overloaded?: boolean };
    if (retryable || overloaded) return true;
    if (typeof code === 'string' && DATABASE_AWAY.test(code)) return true;
    if (/timeout exceeded when trying to connect|Connection terminated|proxy request failed/i.test(cause.message))
      return true;
  }
  return false;
}

function describe(error: unknown): string {
  const messages: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) messages.push(cause.message.slice(0, 300));
  return messages.join(' ← ');
}
