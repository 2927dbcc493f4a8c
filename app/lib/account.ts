import type { Me } from '#contract/account/staff.ts';
import { api, ask } from './api.ts';
import { paths } from './paths.ts';

/** Returns the signed-in account, or null. Asks the server each time, since a session can end anywhere. */
export async function fetchMe(fetch?: typeof globalThis.fetch) {
  const answer = await ask(api({ fetch }).auth['get-session'].$get());
  return answer.ok ? answer.data.user : null;
}

type Rights = Pick<Me, 'permissions'>;
/** An account limited to named events can't create new ones. */
export const mayCreateEvents = ({ permissions, eventIds }: Pick<Me, 'permissions' | 'eventIds'>) =>
  permissions.includes('CREATE_EVENT') && eventIds === null;
/** Checking in and selling have pages of their own; everything else is in the office. */
export const mayOpenOffice = ({ permissions }: Rights) =>
  permissions.some((permission) => permission !== 'CHECK_IN' && permission !== 'SELL');
export const mayCheckIn = ({ permissions }: Rights) => permissions.includes('CHECK_IN');

/** The start page of an account that was not on its way to another page. */
export function startOf(me: Rights | null): string {
  if (me && mayOpenOffice(me)) return paths.office();
  return me && mayCheckIn(me) ? paths.door() : paths.account();
}
