import { notAllowed, type Caller, type SignedIn } from '#domain/account/caller.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

/** The account that is signed in; every other caller is refused. */
export const signedIn = (caller: Caller): Outcome<{ user: SignedIn }> =>
  caller.kind === 'user' ? { ok: true, user: caller.user } : notAllowed(caller);

/** The signed-in account as the owner of what is listed under its id; another account's list is as absent as none. */
export function ownerOf(
  caller: Caller,
  userId: string,
): Outcome<{ owner: { userId: string; verifiedEmail: string | null } }> {
  const found = signedIn(caller);
  if (!found.ok) return found;
  const { id, email, emailVerified } = found.user;
  return id === userId
    ? { ok: true, owner: { userId, verifiedEmail: emailVerified ? email : null } }
    : refusal('not_found');
}
