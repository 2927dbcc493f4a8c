import type { Me } from '#contract/account/staff.ts';
import { api, ask } from './api.ts';
import { paths } from './paths.ts';

/** Who is signed in, or null; asked of the server each time, since a session can end anywhere. */
export async function fetchMe(fetch?: typeof globalThis.fetch) {
  const answer = await ask(api({ fetch }).auth['get-session'].$get());
  return answer.ok ? answer.data.user : null;
}

type Rights = Pick<Me, 'permissions'>;
/** Who is limited to named events makes no new ones. */
export const mayCreateEvents = ({ permissions, eventIds }: Pick<Me, 'permissions' | 'eventIds'>) =>
  permissions.includes('CREATE_EVENT') && eventIds === null;
/** Checking in and selling have pages of their own; for all else there is the office. */
export const mayOpenOffice = ({ permissions }: Rights) =>
  permissions.some((permission) => permission !== 'CHECK_IN' && permission !== 'SELL');
export const mayCheckIn = ({ permissions }: Rights) => permissions.includes('CHECK_IN');

/** Where somebody begins who was not on the way to anything. */
export function startOf(me: Rights | null): string {
  if (me && mayOpenOffice(me)) return paths.office();
  return me && mayCheckIn(me) ? paths.door() : paths.account();
}
