import type { Context } from 'hono';
import type { ApiError } from '#contract/error.ts';
import type { Refusal } from '#domain/refusal.ts';
import { REFUSALS, type ErrorCode, type RefusalKind } from '#domain/refusals.ts';
import type { AppEnv } from './app-env.ts';

const STATUS = {
  malformed: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  rule: 422,
  too_often: 429,
  bug: 500,
  away: 503,
} as const satisfies Record<RefusalKind, number>;

/** Turns a refusal into a response; the only place that knows HTTP statuses of refusals. */
export function refuse(c: Context, refused: Omit<Refusal, 'ok'>) {
  // A caller whose session or pairing has just ended is told so.
  const noLonger = c.get('noLonger') as AppEnv['Variables']['noLonger'];
  const code = (refused.code === 'not_signed_in' && noLonger) || refused.code;
  const status = statusOf(code);
  const error: ApiError['error'] = { code, message: REFUSALS[code].message };
  if (refused.details !== undefined) error.details = refused.details;
  const retryAfter = status === 429 || status === 503 ? retryAfterSeconds(refused.details) : null;
  return c.json<ApiError, typeof status>(
    { error },
    status,
    retryAfter ? { 'Retry-After': String(retryAfter) } : undefined,
  );
}

function retryAfterSeconds(details: unknown): number {
  const given = (details as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds;
  return typeof given === 'number' ? Math.max(1, Math.ceil(given)) : 1;
}

export const statusOf = (code: ErrorCode) => STATUS[REFUSALS[code].kind];
