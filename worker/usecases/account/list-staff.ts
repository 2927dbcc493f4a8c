import type { StaffRecord, Deps } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';

export async function listStaff(
  { staff }: Pick<Deps, 'staff'>,
  caller: Caller,
): Promise<Outcome<{ members: StaffRecord[] }>> {
  if (!may(caller, 'MANAGE_USERS')) return notAllowed(caller);
  return { ok: true, members: await staff.list() };
}
