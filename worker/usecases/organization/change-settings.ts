import type { Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import {
  editOrganization,
  mayEditSettings,
  type Organization,
  type OrganizationFields,
} from '#domain/organization/organization.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';

/** Takes effect from the next receipt on; issued receipts stay as they are. */
export async function changeSettings(
  { settings }: Pick<Deps, 'settings'>,
  caller: Caller,
  wanted: Partial<OrganizationFields> & { version: number },
): Promise<Outcome<{ settings: Organization }>> {
  const allowed = mayEditSettings(caller);
  if (!allowed.ok) return allowed;
  return settings.change((before) => editOrganization(before, wanted), actorOf(caller));
}
