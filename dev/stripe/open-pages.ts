import { openState } from './state.ts';

/** The port that payment pages which are still open lead to: whoever was sent there comes back to it after a restart. */
export function portOfOpenPages(statePath: string): number | undefined {
  const { sessions } = openState({ path: statePath, livemode: false });
  const open = Object.values(sessions).map(({ session }) => session);
  const newest = open.filter(({ url }) => url).sort((a, b) => b.created - a.created)[0];
  return newest?.url ? Number(new URL(newest.url).port) || undefined : undefined;
}
