import type { Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { signedIn } from '../signed-in.ts';

/** Changes the account's own name or language. */
export async function changeProfile(
  { accounts }: Pick<Deps, 'accounts'>,
  caller: Caller,
  profile: { name?: string; locale?: string },
): Promise<Outcome<object>> {
  const found = signedIn(caller);
  if (!found.ok) return found;
  await accounts.updateProfile(found.user.id, profile);
  return { ok: true };
}
