import type { Actor, Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import {
  editOrganization,
  mayEditSettings,
  type Organization,
  type OrganizationFields,
} from '#domain/organization/organization.ts';
import type { Outcome } from '#domain/refusal.ts';

/** From the next receipt on; those that were issued stay as they are. */
export async function changeSettings(
  deps: Pick<Deps, 'settings'>,
  caller: Caller,
  wanted: Partial<OrganizationFields> & { version: number },
  by: Actor,
): Promise<Outcome<{ settings: Organization }>> {
  const allowed = mayEditSettings(caller);
  if (!allowed.ok) return allowed;
  return deps.settings.change((before) => editOrganization(before, wanted), by);
}
