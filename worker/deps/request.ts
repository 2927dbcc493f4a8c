import type { IdempotencyStore } from '../db/idempotency-store.ts';
import type { RateLimitStore } from '../db/rate-limit-store.ts';

export type { IdempotencyStore, KeptAnswer } from '../db/idempotency-store.ts';
export type { RateLimit } from '../db/rate-limit-store.ts';
export type { Page } from '../db/page.ts';

export interface RequestDeps {
  rateLimits: RateLimitStore;
  idempotency: IdempotencyStore;
}
