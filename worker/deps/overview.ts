export type { ActivityRecord, OverviewStats, OverviewStore, TroubledBooking } from '../db/overview/store.ts';
export type { VerifyStore } from '../db/overview/verify-store.ts';
export type { Drift } from '../db/overview/verify-checks.ts';
