import type { Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { guessesTooOften, mailTooOften } from '../rate-limit.ts';
import { signedIn } from '../signed-in.ts';

type AddressDeps = Pick<Deps, 'accounts' | 'rateLimits' | 'rooms'>;

/** Emails a link to the new address. The account keeps its address until the link is opened. */
export async function requestAddressChange(
  deps: AddressDeps,
  caller: Caller,
  { input, client }: { input: { newEmail: string; password: string }; client: string | null },
): Promise<Outcome<object>> {
  const found = signedIn(caller);
  if (!found.ok) return found;
  const limited =
    (await guessesTooOften(deps, { email: found.user.email, client })) ??
    (await mailTooOften(deps, 'change-email', { email: input.newEmail, client }));
  if (limited) return limited;
  const requested = await deps.accounts.requestAddressChange(found.user.id, input);
  if (requested.ok) void deps.rooms.postman().kick();
  return requested;
}

/** Emails the link that verifies the account's address once more. */
export async function resendVerification(
  deps: AddressDeps,
  caller: Caller,
  client: string | null,
): Promise<Outcome<object>> {
  const found = signedIn(caller);
  if (!found.ok) return found;
  const limited = await mailTooOften(deps, 'verify', { email: found.user.email, client });
  if (limited) return limited;
  await deps.accounts.sendVerification(found.user.id);
  void deps.rooms.postman().kick();
  return { ok: true };
}

/** The link confirms an address for the account that it was sent for, and for no other. */
export async function confirmAddress(
  { accounts }: Pick<Deps, 'accounts'>,
  caller: Caller,
  token: string,
): Promise<Outcome<object>> {
  const found = signedIn(caller);
  return found.ok ? accounts.confirmAddress(found.user.id, token) : found;
}
