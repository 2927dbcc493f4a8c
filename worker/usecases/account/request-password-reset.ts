import type { AccountAnswer, Deps } from '../../deps.ts';
import { mailTooOften } from '../rate-limit.ts';

interface Command {
  input: { email: string };
  client: string | null;
  headers: Headers;
}

/** Emails a link that sets a new password; answers the same for an address without an account. */
export async function requestPasswordReset(
  deps: Pick<Deps, 'accounts' | 'rateLimits' | 'rooms'>,
  { input, client, headers }: Command,
): Promise<AccountAnswer> {
  const limited = await mailTooOften(deps, 'reset', { email: input.email, client });
  if (limited) return limited;
  const answer = await deps.accounts.call('request-password-reset', input, headers);
  if (answer.ok) void deps.rooms.postman().kick();
  return answer;
}
