import type { AccountAnswer, Deps } from '../../deps.ts';
import { guessesTooOften } from '../rate-limit.ts';

interface Command {
  input: { email: string; password: string };
  client: string | null;
  headers: Headers;
}

export async function signIn(
  deps: Pick<Deps, 'accounts' | 'rateLimits'>,
  { input, client, headers }: Command,
): Promise<AccountAnswer> {
  const limited = await guessesTooOften(deps, { email: input.email, client });
  return limited ?? deps.accounts.call('sign-in/email', input, headers);
}
