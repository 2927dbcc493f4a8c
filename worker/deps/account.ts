import type { Accounts } from '../db/account/accounts.ts';
import type { StaffStore } from '../db/account/staff-store.ts';
import type { UserStore } from '../db/account/user-store.ts';

export type { AccountAnswer, Accounts } from '../db/account/accounts.ts';
export type { InvitedPerson, StaffRecord } from '../db/account/staff-store.ts';
export type { Actor } from '../db/audit-store.ts';

export interface AccountDeps {
  users: UserStore;
  accounts: Accounts;
  staff: StaffStore;
}
