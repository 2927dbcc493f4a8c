export type { IdempotencyStore, KeptAnswer } from '../db/idempotency-store.ts';
export type { RateLimit } from '../db/rate-limit-store.ts';
export type { Page } from '../db/page.ts';
