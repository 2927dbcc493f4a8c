import type { Deps } from '../../deps.ts';
import { mayForSome, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { Organization } from '#domain/organization/organization.ts';
import type { Outcome } from '#domain/refusal.ts';

/** Nothing in the settings is secret; everyone who edits ticket types needs their default tax rate. */
export async function findSettings(
  { settings }: Pick<Deps, 'settings'>,
  caller: Caller,
): Promise<Outcome<{ settings: Organization }>> {
  if (!mayForSome(caller, 'EDIT_EVENT')) return notAllowed(caller);
  return { ok: true, settings: await settings.find() };
}
