import type { OverviewStore } from '../db/overview/store.ts';
import type { VerifyStore } from '../db/overview/verify-store.ts';

export type { ActivityRecord, OverviewStats, OverviewStore, TroubledBooking } from '../db/overview/store.ts';
export type { VerifyStore } from '../db/overview/verify-store.ts';
export type { Drift } from '../db/overview/verify-checks.ts';

export interface OverviewDeps {
  overview: OverviewStore;
  verify: VerifyStore;
  /** Which outside parts are set up. */
  configured: { stripe: boolean; mail: boolean };
}
