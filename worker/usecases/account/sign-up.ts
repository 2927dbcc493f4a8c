import type { AccountAnswer, Deps } from '../../deps.ts';
import { mailTooOften } from '../rate-limit.ts';

interface Command {
  input: { name: string; email: string; password: string };
  client: string | null;
  headers: Headers;
}

/** Registers an account; a link that verifies its address is emailed. */
export async function signUp(
  deps: Pick<Deps, 'accounts' | 'rateLimits' | 'rooms'>,
  { input, client, headers }: Command,
): Promise<AccountAnswer> {
  const limited = await mailTooOften(deps, 'sign-up', { email: input.email, client });
  if (limited) return limited;
  const answer = await deps.accounts.call('sign-up/email', input, headers);
  if (answer.ok) void deps.rooms.postman().kick();
  return answer;
}
