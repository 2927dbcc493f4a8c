import { openState } from './state.ts';

/** The port of payment pages that are still open, so that customers can return to them after a restart. */
export function portOfOpenPages(statePath: string): number | undefined {
  const { sessions } = openState({ path: statePath, livemode: false });
  const open = Object.values(sessions).map(({ session }) => session);
  const newest = open.filter(({ url }) => url).sort((a, b) => b.created - a.created)[0];
  return newest?.url ? Number(new URL(newest.url).port) || undefined : undefined;
}
