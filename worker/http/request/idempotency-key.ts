import type { Context } from 'hono';
import { IdempotencyKey } from '#contract/field.ts';

/** Reads the `Idempotency-Key` of a creating call. Null for none, undefined for one that is too weak or too long. */
export function idempotencyKey(c: Context): string | null | undefined {
  const given = c.req.header('idempotency-key');
  if (given === undefined) return null;
  return IdempotencyKey.safeParse(given).success ? given : undefined;
}

export const badKey = {
  code: 'invalid_request',
  details: {
    fields: [
      { path: 'Idempotency-Key', message: 'At least 122 random bits: a UUID, or 22 to 128 characters of base64url' },
    ],
  },
} as const;
