import type { Actor } from '../deps.ts';
import type { Caller } from '#domain/account/caller.ts';

/** The caller as the audit log names it. */
export function actorOf(caller: Caller): Actor {
  return caller.kind === 'user'
    ? { userId: caller.user.id, name: caller.user.name }
    : { userId: null, name: caller.kind };
}
