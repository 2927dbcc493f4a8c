export type { AccountAnswer, Accounts } from '../db/account/accounts.ts';
export type { InvitedPerson, StaffRecord } from '../db/account/staff-store.ts';
export type { Actor } from '../db/audit-store.ts';
